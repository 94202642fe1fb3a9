import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { EVENT_KIND_NAMES, type EventKindName } from './event-kinds.rules.js';

const URL_ABOUT =
  'Where to send: an https address of the public internet, without credentials; redirections are not followed';
const KINDS_ABOUT = 'Which events to send';

export class NewWebhook {
  @Id({ about: 'The MARAC whose events it is to hear of' }) maracId: string;
  @Text({ about: URL_ABOUT, max: 500, example: 'https://hooks.example.org/marac' }) url: string;
  @ListOf(EVENT_KIND_NAMES, { about: KINDS_ABOUT, min: 1, max: 50 }) kinds: EventKindName[];
}

export class WebhookChange {
  @Text({ about: URL_ABOUT, max: 500 }) url: string;
  @ListOf(EVENT_KIND_NAMES, { about: KINDS_ABOUT, min: 1, max: 50 }) kinds: EventKindName[];
  @YesNo({ about: 'False pauses it; true starts one again that was given up' }) enabled: boolean;
}

export class WebhookView {
  @Id({ about: 'Id' }) id: string;
  @Id({ about: 'MARAC' }) maracId: string;
  @Id({ about: 'Agency whose system it is' }) agencyId: string;
  @Text({ about: 'Where it is sent', max: 500 }) url: string;
  @ListOf(EVENT_KIND_NAMES, { about: 'Which events are sent' }) kinds: EventKindName[];
  @YesNo({ about: 'It is sent to' }) enabled: boolean;
  @Text({ about: 'Why it was given up, as a code; null when it was not', max: 64, optional: true }) disabledBecause:
    string | null;
  @Instant({ about: 'Added' }) addedAt: string;
  @Instant({ about: 'Until when the secret before is signed with too; null when there is none', optional: true })
  oldSecretUntil: string | null;
  @Whole({ about: 'Version, for If-Match' }) version: number;
}

export class NewWebhookView extends WebhookView {
  @Text({ about: 'What messages are signed with (Standard Webhooks); shown this once', max: 100 }) secret: string;
}

/** A try to tell an agency's system of something. What was about is not said here: the event feed says it to who may read it. */
export class WebhookDeliveryView {
  @Id({ about: 'Id' }) id: string;
  @Id({ about: 'Event: the `webhook-id` of the message' }) eventId: string;
  @OneOf(EVENT_KIND_NAMES, { about: 'Kind of the event' }) kind: EventKindName;
  @OneOf(['WAITING', 'SENT', 'FAILED', 'DROPPED'], { about: 'How it stands' }) state:
    'WAITING' | 'SENT' | 'FAILED' | 'DROPPED';
  @Whole({ about: 'Tries' }) attempts: number;
  @Text({ about: 'What went wrong the last time, as a code', max: 64, optional: true }) errorCode: string | null;
  @Instant({ about: 'When it is tried again; null when it is not', optional: true }) retryAt: string | null;
}
