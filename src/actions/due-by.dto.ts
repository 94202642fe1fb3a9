import { DateOnly, Id, Instant, Text } from '../platform/http/fields.js';

/** Until when something is to be done: the last day, or a moment. */
export class DueBy {
  @DateOnly({ about: 'Last day; this or dueAt', optional: true }) dueOn?: string;
  @Instant({ about: 'The exact moment instead', optional: true }) dueAt?: string;
}

/** Who does it, until when: whatever is left out stays as it was. */
export class OwnedAndDue extends DueBy {
  @Id({ about: 'Agency; the same when absent', optional: true }) ownerAgencyId?: string;
  @Id({ about: 'Person', optional: true }) ownerUserId?: string;
  @Text({ about: 'Post', max: 200, optional: true }) ownerPost?: string;
}
