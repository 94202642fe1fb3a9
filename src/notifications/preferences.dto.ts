import { Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { TIME_OF_DAY } from './delivery-rules.js';
import { NOTICE_KINDS, type NoticeKind } from './notice.rules.js';
import { type Way, WAYS } from './ways.rules.js';

export class KindAndWay {
  @OneOf(NOTICE_KINDS, { about: 'Kind of notice' }) kind: NoticeKind;
  @OneOf(WAYS, { about: 'By a message at once, in the day’s digest, or in the inbox alone' }) way: Way;
}

/** The whole choice: what is left out is as the area has it. */
export class NewNotificationPreferences {
  @OneOf(WAYS, { about: 'How you hear of what can wait, but for the kinds named below' }) usual: Way;
  @ListOf(() => KindAndWay, { about: 'Kinds that you want otherwise; what cannot wait comes at once', max: 200 })
  ways: KindAndWay[];
  @Text({ about: 'When your quiet hours begin, HH:MM', max: 5, pattern: TIME_OF_DAY, optional: true })
  quietFrom?: string;
  @Text({ about: 'When they end, HH:MM', max: 5, pattern: TIME_OF_DAY, optional: true }) quietUntil?: string;
  @Text({ about: 'When your digest goes out on working days, HH:MM', max: 5, pattern: TIME_OF_DAY, optional: true })
  digestAt?: string;
}

export class KindView extends KindAndWay {
  @Text({ about: 'What such a notice says', max: 200 }) title: string;
  @YesNo({ about: 'It cannot wait, and comes at once whatever you choose' }) urgent: boolean;
}

export class NotificationPreferencesView {
  @OneOf(WAYS, { about: 'How you hear of what can wait, but for the kinds that you want otherwise' }) usual: Way;
  @ListOf(() => KindView, { about: 'Every kind of notice, and how you hear of it' }) ways: KindView[];
  @Text({ about: 'When your quiet hours begin; null: as your area has it', max: 5, optional: true })
  quietFrom: string | null;
  @Text({ about: 'When they end', max: 5, optional: true }) quietUntil: string | null;
  @Text({ about: 'When your digest goes out; null: as your area has it', max: 5, optional: true })
  digestAt: string | null;
  @Instant({ about: 'Since when mail to your address comes back; null: it arrives', optional: true })
  unreachableSince: string | null;
  @Whole({ about: 'Version, for If-Match; 0 before you chose anything', min: 0, max: 1_000_000 }) version: number;
}
