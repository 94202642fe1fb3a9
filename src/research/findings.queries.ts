import { tx } from '../platform/db/transaction.js';
import type { RoleSearched } from './findings.dto.js';
import type { Found } from './findings.rules.js';
import { PARTIES } from './parties.js';

/** Somebody of a case for whom an agency searches, as far as the reader may see them, with what the agency found. */
export interface PersonRow extends Found {
  personId: string;
  name: string;
  label: 'IDENTITY' | 'PERPETRATOR' | 'CHILD';
  findingId: string | null;
  version: number;
}

const ROLES: Record<PersonRow['label'], RoleSearched> = {
  IDENTITY: 'VICTIM',
  PERPETRATOR: 'PERPETRATOR',
  CHILD: 'CHILD',
};
export const roleOf = ({ label }: Pick<PersonRow, 'label'>): RoleSearched => ROLES[label];

/** The people of the referral that is on the list: the victim, then perpetrators, then children who are described one by one. */
export async function peopleSearched(agendaItemId: string, requestId: string): Promise<PersonRow[]> {
  return tx().query<PersonRow>(
    `select p.id as "personId", trim(concat_ws(' ', p.given_names, p.family_name)) as name, p.label, f.id as "findingId",
            coalesce(f.known, 'NOT_YET_SEARCHED') as known, coalesce(f.facts, '') as facts, coalesce(f.opinion, '') as opinion,
            coalesce(f.proposed_actions, '') as "proposedActions", coalesce(f.withheld, '') as withheld,
            coalesce(f.withheld_because, '') as "withheldBecause", coalesce(f.version, 0) as version
       from meetings.agenda_items i
       join referrals.referrals r on r.id = i.referral_id
       ${PARTIES}
       join persons.persons p on p.id = any (party.ids)
       left join research.findings f on f.request_id = $2 and f.person_id = p.id
      where i.id = $1
      order by array_position('{IDENTITY,PERPETRATOR,CHILD}', p.label), p.id`,
    [agendaItemId, requestId],
  );
}
