import { WithheldView } from '../access/withheld.http.js';
import { Id, Instant, ListOf, Nested, OneOf, Text, Whole } from '../platform/http/fields.js';
import { type Channel, CHANNELS, SAFETIES, type Safety } from './contact-codes.rules.js';

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** How the victim can be contacted safely. It replaces what was recorded before. */
export class NewSafeContact {
  @OneOf(SAFETIES, { about: 'Is it safe to telephone?' }) phone: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to leave a spoken message?' }) voicemail: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to send a text?' }) text: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to send a mail?' }) email: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to send a letter?' }) letter: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to call in person?' }) inPerson: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to reach the victim by somebody else?' }) viaThirdParty: Safety;
  @Text({ about: 'Safe from this hour of the day, HH:MM in London', max: 5, pattern: HOUR, optional: true })
  hoursFrom?: string;
  @Text({ about: 'Safe until this hour of the day', max: 5, pattern: HOUR, optional: true }) hoursUntil?: string;
  @Text({ about: 'Who may be spoken to besides', max: 1000, multiline: true, optional: true }) maySpeakTo?: string;
  @Text({ about: 'Who must not be spoken to', max: 1000, multiline: true, optional: true }) mustNotSpeakTo?: string;
  @Text({
    about: 'Anything else that whoever contacts the victim must know',
    max: 2000,
    multiline: true,
    optional: true,
  })
  note?: string;
}

export class SafeChannelView {
  @OneOf(CHANNELS, { about: 'How the victim could be reached' }) channel: Channel;
  @OneOf(SAFETIES, { about: 'NO: a contact by it is refused unless its reason is given' }) safe: Safety;
}

export class SafePhoneView {
  @Id({ about: 'The telephone, for the contact that uses it' }) id: string;
  @Text({ about: 'Its number', max: 60 }) phone: string;
  @OneOf(SAFETIES, { about: 'Is it safe to call?' }) safeToCall: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to leave a message?' }) safeVoicemail: Safety;
  @OneOf(SAFETIES, { about: 'Is it safe to send a text?' }) safeText: Safety;
}

export class SafeContactKnownView {
  @ListOf(() => SafeChannelView, { about: 'Each channel, by all that is known of it' }) channels: SafeChannelView[];
  @ListOf(() => SafePhoneView, { about: "The victim's telephones" }) phones: SafePhoneView[];
  @Text({ about: 'Safe from this hour of the day', max: 5, optional: true }) hoursFrom: string | null;
  @Text({ about: 'Safe until this hour of the day', max: 5, optional: true }) hoursUntil: string | null;
  @Text({ about: 'Who may be spoken to besides', max: 1000, optional: true }) maySpeakTo: string | null;
  @Text({ about: 'Who must not be spoken to', max: 1000, optional: true }) mustNotSpeakTo: string | null;
  @Text({ about: 'Anything else', max: 2000, optional: true }) note: string | null;
  @Text({ about: 'Who said so; null: nobody has, and only telephones are known', max: 200, optional: true })
  recordedBy: string | null;
  @Instant({ about: 'When', optional: true }) recordedAt: string | null;
}

export class SafeContactView {
  @Id({ about: 'The case' }) caseId: string;
  @Nested(() => SafeContactKnownView, { about: 'Absent: withheld', optional: true }) safeContact?: SafeContactKnownView;
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
  @Whole({ about: 'Version, for If-Match; 0: nobody has recorded any', min: 0, max: 1_000_000 }) version: number;
}
