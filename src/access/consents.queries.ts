import { tx } from '../platform/db/transaction.js';
import type { Role } from '../identity/roles.rules.js';
import type { Consent } from './consent.entity.js';

export interface ConsentRow extends Omit<Consent, 'caseId' | 'maracId' | 'agencyId'> {
  agency: string | null;
  agencies: string[] | null;
  decidedAt: Date;
}

/** What was recorded about consent on a case, latest first. */
export async function consentsOf(caseId: string): Promise<ConsentRow[]> {
  return tx().query<ConsentRow>(
    `select c.id, c.source, c.asked, c.why_not_asked as "whyNotAsked", c.answer, c.bases, c.labels, c.agency_ids as "agencyIds",
            c.risk_of_sharing as "riskOfSharing", c.risk_of_not_sharing as "riskOfNotSharing", c.necessity,
            c.victim_told_on as "victimToldOn", c.victim_not_told as "victimNotTold", c.review_on as "reviewOn", c.decided_as as "decidedAs",
            c.decided_at as "decidedAt", a.name as agency, coalesce(u.name, 'the system') as "decidedBy",
            case when c.agency_ids is not null
                 then array(select g.name from maracs.agencies g where g.id = any (c.agency_ids) order by g.name) end as agencies
       from access.consents c
       left join maracs.agencies a on a.id = c.agency_id
       left join identity.users u on u.id = case when c.decided_by like 'user:%' then substring(c.decided_by from 6)::uuid end
      where c.case_id = $1 order by c.id desc`,
    [caseId],
  );
}

/** Roles of a person in a MARAC, as a record names them. */
export async function rolesIn(userId: string, maracId: string): Promise<Role[]> {
  const rows = await tx().query<{ role: Role }>(
    'select r.role from identity.user_roles r where r.user_id = $1 and (r.marac_id = $2 or r.marac_id is null) order by r.role',
    [userId, maracId],
  );
  return rows.map(({ role }) => role);
}
