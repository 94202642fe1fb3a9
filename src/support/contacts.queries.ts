import type { OpenCase } from '../access/open-case.js';
import { tx } from '../platform/db/transaction.js';
import type { VictimContactView } from './contacts.dto.js';

type Moment = 'attemptedAt' | 'nextAttemptAt' | 'recordedAt';
export type ContactRow = Omit<VictimContactView, Moment> & {
  rowId: string;
  attemptedAt: Date;
  nextAttemptAt: Date | null;
  recordedAt: Date;
};

const CONTACT = `
  select c.id as "rowId", c.contact_id as id, c.case_id as "caseId", c.attempted_at as "attemptedAt", c.channel, c.phone_id as "phoneId",
         c.safe, c.followed, c.outcome, c.engagement, c.needs, c.next_attempt_at as "nextAttemptAt", c.override_reason as "overrideReason",
         c.because, coalesce(u.name, c.recorded_by) as "recordedBy", a.name as agency, c.recorded_at as "recordedAt", c.version
    from support.contacts c
    left join identity.users u on u.id = c.user_id
    left join maracs.agencies a on a.id = c.agency_id`;

/** Attempts of a case in the order in which they were written down, each as it stands; on request what was replaced too. */
export async function contactsOf(
  open: OpenCase,
  { all, after, limit }: { all: boolean; after: string | null; limit: number },
): Promise<ContactRow[]> {
  return tx().query<ContactRow>(
    `${CONTACT} where c.case_id = $1 and ($2 or c.replaced_at is null) and ($3::uuid is null or c.id > $3) order by c.id limit $4`,
    [open.caseId, all, after, limit],
  );
}

/** The attempt as it stands, if the reader may see it. */
export async function standingContact(contactId: string): Promise<(ContactRow & { maracId: string }) | undefined> {
  return tx().one<ContactRow & { maracId: string }>(
    `select found.*, k.marac_id as "maracId" from (${CONTACT} where c.contact_id = $1 and c.replaced_at is null) as found
       join access.cases k on k.id = found."caseId"`,
    [contactId],
  );
}

/** Marks a version as replaced; 0 when somebody else did meanwhile. */
export async function replaceVersion(contactId: string, version: number): Promise<number> {
  return tx().change(
    `update support.contacts c set replaced_at = clock_timestamp()
      where c.contact_id = $1 and c.version = $2 and c.replaced_at is null`,
    [contactId, version],
  );
}
