import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import type { MarkerFacts, Owed } from './marker.rules.js';

/**
 * Agencies that a flag `f` concerns, and since when: with which its case is shared at this moment (by whatever decision but a
 * transfer, which is the new area's own affair), that signed the protocol in force, and that are not shut out from the case.
 */
export const SHARED_WITH = `
  select g.grantee_id as agency_id, min(g.starts_at) as since
    from access.grants g
   where g.case_id = f.case_id and g.grantee_kind = 'AGENCY' and g.origin <> 'TRANSFER' and 'IDENTITY' = any (g.labels)
     and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
     and exists (select from access.signatures s join access.protocols p on p.marac_id = s.marac_id and p.version = s.version
                  where s.agency_id = g.grantee_id and s.marac_id = g.marac_id and s.withdrawn_at is null
                    and current_date between s.signed_on and s.review_due and coalesce(p.signable_until >= current_date, true))
     and not exists (select from access.exclusions x
                      where x.case_id = g.case_id and x.agency_id = g.grantee_id and x.lifted_at is null)
   group by g.grantee_id`;

/** What each agency said last of a flag `f`. */
const LAST_WORDS = `
  select distinct on (k.agency_id) k.agency_id, k.marker, k.flag_version, k.made_at
    from flags.acknowledgements k where k.flag_id = f.id order by k.agency_id, k.id desc`;

const CHANGED_ON = `(f.changed_at at time zone '${TIME_ZONE}')::date`;
const SHARED_ON = `(s.since at time zone '${TIME_ZONE}')::date`;
/** Of a flag `f`, shared since `s`, last words `l`. */
const FACTS = `f.expires_on as "expiresOn", f.version, ${CHANGED_ON} as "changedOn", ${SHARED_ON} as "sharedOn", l.marker,
  l.flag_version as "markerVersion"`;

export interface MarkerRow extends MarkerFacts {
  agencyId: string;
  agency: string;
  saidAt: Date | null;
}

/** The part that each agency (or one alone) has in a flag: those it concerns, and those that said something of it. */
export async function markersOf(flagId: string, agencyId: string | null): Promise<MarkerRow[]> {
  return tx().query<MarkerRow>(
    `select a.id as "agencyId", a.name as agency, l.made_at as "saidAt", ${FACTS}
       from flags.flags f
      cross join lateral (
        select w.agency_id, max(w.since) as since
          from (${SHARED_WITH} union all select k.agency_id, null from flags.acknowledgements k where k.flag_id = f.id) w
         group by w.agency_id) s
       join maracs.agencies a on a.id = s.agency_id
       left join lateral (${LAST_WORDS}) l on l.agency_id = s.agency_id
      where f.id = $1 and ($2::uuid is null or a.id = $2)
      order by a.name, a.id`,
    [flagId, agencyId],
  );
}

export interface Unsaid extends MarkerFacts {
  flagId: string;
  caseId: string;
  agencyId: string;
}

/**
 * Where an agency of a MARAC has said nothing for too long and was not reminded yet. Two scans by index: flags that run, with those
 * whom each concerns; and flags that ended, with those who said that they placed a marker. For the system.
 *
 * @param days the day it is, and the last days since when placing and removing are overdue
 */
export async function unsaid(
  maracId: string,
  days: { today: string; placing: string; removing: string },
): Promise<Unsaid[]> {
  return tx().query<Unsaid>(
    `select f.id as "flagId", f.case_id as "caseId", s.agency_id as "agencyId", ${FACTS}
       from flags.flags f
      cross join lateral (${SHARED_WITH}) s
       left join lateral (${LAST_WORDS}) l on l.agency_id = s.agency_id
      where f.marac_id = $1 and f.expires_on >= $2 and ${CHANGED_ON} <= $3 and ${SHARED_ON} <= $3
        and (l.marker is null or l.marker = 'REMOVED' or l.flag_version <> f.version)
        and not exists (select from flags.chases c where c.flag_id = f.id and c.flag_version = f.version
                                                     and c.agency_id = s.agency_id and c.owed = 'PLACING')
      union all
     select f.id, f.case_id, l.agency_id, ${FACTS}
       from flags.flags f
      cross join (select null::timestamptz as since) s
       join lateral (${LAST_WORDS}) l on l.marker = 'PLACED'
      where f.marac_id = $1 and f.expires_on < $2 and f.expires_on <= $4
        and not exists (select from access.exclusions x
                         where x.case_id = f.case_id and x.agency_id = l.agency_id and x.lifted_at is null)
        and not exists (select from flags.chases c where c.flag_id = f.id and c.flag_version = f.version
                                                     and c.agency_id = l.agency_id and c.owed = 'REMOVING')`,
    [maracId, days.today, days.placing, days.removing],
  );
}

export interface NewChase {
  id: string;
  flagId: string;
  caseId: string;
  maracId: string;
  agencyId: string;
  owed: Owed;
  version: number;
}

/** True when the agency had not been reminded of this before. */
export async function raiseChase(chase: NewChase): Promise<boolean> {
  const raised = await tx().change(
    `insert into flags.chases (id, flag_id, case_id, marac_id, agency_id, owed, flag_version) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict on constraint chase_once do nothing`,
    [chase.id, chase.flagId, chase.caseId, chase.maracId, chase.agencyId, chase.owed, chase.version],
  );
  return raised === 1;
}

/** A reminder, with the flag it was about, locked; nothing when the agency is shut out from the case by now. For the system. */
export async function lockChase(
  chaseId: string,
): Promise<(NewChase & { raisedAt: Date; flagVersion: number }) | undefined> {
  return tx().one(
    `select c.id, c.flag_id as "flagId", c.case_id as "caseId", c.marac_id as "maracId", c.agency_id as "agencyId", c.owed,
            c.flag_version as version, c.raised_at as "raisedAt", f.version as "flagVersion"
       from flags.chases c join flags.flags f on f.id = c.flag_id
      where c.id = $1 and not exists (select from access.exclusions x
                                       where x.case_id = c.case_id and x.agency_id = c.agency_id and x.lifted_at is null)
        for no key update of f`,
    [chaseId],
  );
}
