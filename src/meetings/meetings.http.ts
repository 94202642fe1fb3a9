import { DateOnly, Id, Instant, Text } from '../platform/http/fields.js';

/** Who looks after the victim until the case is heard. */
export class InterimCheck {
  @Id({ about: 'Agency that does it; a member of the MARAC' }) ownerAgencyId: string;
  @Id({ about: 'Person of that agency', optional: true }) ownerUserId?: string;
  @Text({ about: 'Post, where no person is named', max: 200, optional: true }) ownerPost?: string;
  @Text({ about: 'What is checked', max: 2000, multiline: true }) text: string;
  @DateOnly({ about: 'Last day, not after the meeting; this or dueAt', optional: true }) dueOn?: string;
  @Instant({ about: 'The exact moment instead', optional: true }) dueAt?: string;
}
