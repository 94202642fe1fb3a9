import { AnyObject, Id, Instant, OneOf, Text, Whole } from '../platform/http/fields.js';

/** Work that was given up. Ids and codes alone: what it is about is read where it is kept, by who may. */
export class StuckWorkView {
  @Id({ about: 'Id' }) id: string;
  @OneOf(['JOB', 'TIME', 'EVENT'], {
    about:
      'JOB: a job; TIME: something that came due; EVENT: something that happened and was to be told to another part',
  })
  lane: 'JOB' | 'TIME' | 'EVENT';
  @Text({ about: 'Which work', max: 64, example: 'notifications.send-mail' }) name: string;
  @AnyObject({ about: 'Ids of what it is about, by kind' }) ids: Record<string, string>;
  @Text({ about: 'What went wrong the last time, as a code', max: 64 }) errorCode: string;
  @Whole({ about: 'How often it was given up' }) failures: number;
  @Instant({ about: 'Given up for the first time' }) firstFailedAt: string;
  @Instant({ about: 'Given up for the last time' }) failedAt: string;
  @Instant({ about: 'Since when it is being tried again; null when it is not' }) retryAt: string | null;
}
