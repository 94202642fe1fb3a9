import { tx } from '../platform/db/transaction.js';
import type { ChangeKind } from './flags.dto.js';
import { SHARED_WITH } from './markers.queries.js';

const ONE_AT_A_TIME = 'select pg_advisory_xact_lock(7201026)';

/** Flags of a MARAC that the feed has not told of as they stand. What somebody else is changing now is told of the next time. */
const TELL = `
  with todo as (
    select f.id, f.case_id, f.marac_id, f.version, f.set_on, f.expires_on, f.expires_on < $2 as over
      from flags.flags f
     where f.marac_id = $1 and (f.announced < f.version or (f.lapsed_at is null and f.expires_on < $2))
       for update skip locked),
  place as (select greatest(clock_timestamp(), (select max(c.at) from flags.changes c)) as at),
  told as (
    insert into flags.changes (id, flag_id, case_id, marac_id, kind, flag_version, set_on, expires_on, at)
    select gen_random_uuid(), t.id, t.case_id, t.marac_id,
           case when t.over then 'LAPSED'
                when coalesce((select c.kind from flags.changes c where c.flag_id = t.id and c.agency_id is null order by c.at desc limit 1),
                              'LAPSED') = 'LAPSED' then 'SET'
                else 'MOVED' end,
           t.version, t.set_on, t.expires_on, p.at + row_number() over (order by t.id) * interval '1 microsecond'
      from todo t cross join place p
    on conflict on constraint change_once do nothing)
  update flags.flags f set announced = t.version, lapsed_at = case when t.over then now() end from todo t where f.id = t.id`;

/** Agencies with which a running flag's case was shared after the feed told of the flag: for them it is news. */
const TELL_NEWCOMERS = `
  insert into flags.changes (id, flag_id, case_id, marac_id, kind, agency_id, flag_version, set_on, expires_on, at)
  select gen_random_uuid(), f.id, f.case_id, f.marac_id, 'SHARED', s.agency_id, f.version, f.set_on, f.expires_on,
         p.at + row_number() over (order by f.id, s.agency_id) * interval '1 microsecond'
    from flags.flags f
   cross join lateral (${SHARED_WITH}) s
   cross join (select greatest(clock_timestamp(), (select max(c.at) from flags.changes c)) as at) p
   where f.marac_id = $1 and f.expires_on >= $2 and f.announced = f.version
     and s.since > (select max(c.at) from flags.changes c where c.flag_id = f.id and c.agency_id is null)
     and not exists (select from flags.changes c where c.flag_id = f.id and c.flag_version = f.version and c.agency_id = s.agency_id)`;

/**
 * Brings the feed up to what the flags of a MARAC are on a day. Its lines get their places one writer at a time, each after the last
 * that was committed: whoever has read up to a place has missed nothing before it. For the system.
 */
export function tellChanges(maracId: string, day: string): void {
  tx().write(ONE_AT_A_TIME);
  tx().write(TELL, [maracId, day]);
  tx().write(TELL_NEWCOMERS, [maracId, day]);
}

export interface ChangeRow {
  flagId: string;
  caseId: string;
  caseRef: string;
  kind: ChangeKind;
  setOn: string;
  expiresOn: string;
  /** to the microsecond: its place in the feed */
  at: string;
}

/** The feed after a place, for cases that the reader may see. */
export async function changesAfter(place: string | null, limit: number): Promise<ChangeRow[]> {
  return tx().query<ChangeRow>(
    `select c.flag_id as "flagId", c.case_id as "caseId", v.ref as "caseRef", c.kind, c.set_on as "setOn", c.expires_on as "expiresOn",
            to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
       from flags.changes c join access.visible v on v.case_id = c.case_id
      where c.at > coalesce($1::timestamptz, '-infinity')
      order by c.at limit $2`,
    [place, limit],
  );
}

/** The day it is by the database's clock, and when the next begins. */
export async function clock(timeZone: string): Promise<{ today: string; tomorrow: Date }> {
  const row = await tx().one<{ today: string; tomorrow: Date }>(
    `select d.today, (d.today + 1)::timestamp at time zone $1 as tomorrow
       from (select (clock_timestamp() at time zone $1)::date as today) d`,
    [timeZone],
  );
  if (!row) throw new Error('the database does not say what day it is');
  return row;
}

/** MARACs in which a case was ever flagged. For the system. */
export async function flaggingMaracs(): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select m.id from maracs.maracs m where exists (select from flags.flags f where f.marac_id = m.id)',
  );
  return rows.map(({ id }) => id);
}
