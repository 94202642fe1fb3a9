import { Id, Instant, Text } from '../platform/http/fields.js';

export class NewFeed {
  @Text({ about: 'What you call it, so that you know later which to revoke', max: 50, example: 'My telephone' }) name: string;
} // prettier-ignore

export class FeedView {
  @Id({ about: 'The feed' }) id: string;
  @Text({ about: 'What you call it', max: 50 }) name: string;
  @Instant({ about: 'When you made it' }) createdAt: string;
  @Instant({ about: 'When a calendar last read it, to the hour; null: never', optional: true }) lastReadAt: string | null;
} // prettier-ignore

export class NewFeedView extends FeedView {
  @Text({ about: 'The address to subscribe to. It is shown this once: whoever has it reads when you have meetings', max: 500 })
  url: string;
} // prettier-ignore
