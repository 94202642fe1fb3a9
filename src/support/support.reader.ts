import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import type { BreachKind } from './contact-clock.rules.js';

/** SQL that finds a clock when the reader may know of contacts with the victim of its case. */
export const SEES_CONTACTS = 'select from support.clocks c where c.case_id = $1 limit 1';
/** SQL that finds an attempt when the reader may know of it. */
export const SEES_CONTACT = 'select from support.contacts c where c.contact_id = $1 limit 1';

/** What rooms above need to know of support, to tell people. For the system. */
@Injectable()
export class SupportReader {
  /** Of what a breach is. */
  async breach(breachId: string): Promise<BreachKind | undefined> {
    const row = await tx().one<{ kind: BreachKind }>('select b.kind from support.breaches b where b.id = $1', [breachId]);
    return row?.kind;
  }

  /** Who answers for the services that have the case; nobody who must find nothing of it. */
  async managersOf(maracId: string, caseId: string): Promise<string[]> {
    const rows = await tx().query<{ userId: string }>(
      `select distinct n.user_id as "userId"
         from research.managers n
         join maracs.agencies a on a.id = n.agency_id and a.kind = 'IDVA'
         join identity.users u on u.id = n.user_id and u.agency_id = n.agency_id and u.deactivated_at is null
        where n.marac_id = $1
          and exists (select from access.live_grants g where g.case_id = $2 and g.grantee_id = n.agency_id and 'CONTACT' = any (g.labels))
          and not access.is_excluded(n.user_id, $2)`,
      [maracId, caseId],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Who holds the case now; undefined: nobody. */
  async supporterOf(caseId: string): Promise<string | undefined> {
    const row = await tx().one<{ userId: string }>(
      'select s.user_id as "userId" from support.supporters s where s.case_id = $1 and s.ended_at is null',
      [caseId],
    );
    return row?.userId;
  }
}
