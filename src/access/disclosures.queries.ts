import { tx } from '../platform/db/transaction.js';
import type { Disclosure } from './disclosure.entity.js';

export interface DisclosureRow extends Omit<Disclosure, 'caseId' | 'maracId' | 'toldByAgency'> {
  agency: string;
}

/** What was told outside the system, as far as the reader may know of it, oldest first. */
export async function disclosuresOf(caseId: string): Promise<DisclosureRow[]> {
  return tx().query<DisclosureRow>(
    `select d.id, d.label, d.told, d.labels, d.lawful_basis as "lawfulBasis", d.reason, d.channel, d.marking, d.told_at as "toldAt",
            u.name as "toldBy", a.name as agency
       from access.disclosures d join identity.users u on u.id = d.told_by join maracs.agencies a on a.id = d.told_by_agency
      where d.case_id = $1 order by d.told_at, d.id`,
    [caseId],
  );
}

export interface Openings {
  grantId: string;
  first: Date;
  last: Date;
  count: number;
}

/** Openings that show nothing of what happened, but who it was shared with. */
const SHOW_NOTHING = [
  'explain-access',
  'account-for-sharing',
  'share-case',
  'record-consent',
  'state-need',
  'raise-alert',
];

/**
 * When the people of each sharing decision first and last opened the case while it was in force. Needs an elevated unit of work,
 * since the record of deeds is the auditors'; dates and counts alone leave.
 */
export async function openingsOf(caseId: string): Promise<Openings[]> {
  return tx().query<Openings>(
    `select g.id as "grantId", min(e.at) as first, max(e.at) as last, count(*)::int as count
       from access.grants g
       join audit.events e on e.subject_id = $1::text and e.action = 'case.opened' and e.actor_kind = 'user'
        and e.at >= g.starts_at and e.at <= least(g.revoked_at, g.ends_at) and e.purpose <> all ($2)
        and case g.grantee_kind when 'AGENCY' then e.agency_id = g.grantee_id else e.actor_id = g.grantee_id::text end
      where g.case_id = $1::uuid group by g.id`,
    [caseId, SHOW_NOTHING],
  );
}
