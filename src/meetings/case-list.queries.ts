import type { Label } from '../access/labels.js';
import { tx } from '../platform/db/transaction.js';
import type { Underway } from '../platform/db/underway.js';

/** The answer as JSON text (a CaseListView), written by the database: 30 cases cost the process nothing per case. */
export interface CaseListText {
  version: number;
  /** the reader is excluded from some case, here or elsewhere */
  leavesOut: boolean;
  /** some case names fields as withheld, which stand empty still */
  withholds: boolean;
  body: string;
}

/** A moment as ISO 8601 in UTC. */
const utc = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const person = (p: string) =>
  `${p}.id, trim(concat_ws(' ', ${p}.given_names, ${p}.family_name)) as name, ${p}.birth_date as "birthDate", ${p}.birth_precision as "birthPrecision"`;

/** A WithheldView as JSON text. Nothing on the list needs a second factor. */
const kept = (field: string, label: Label) => `{"field":"${field}","label":"${label}","reason":"NOT_SHARED"}`;
const PERPETRATORS = kept('perpetrators', 'PERPETRATOR');
const CHILDREN = kept('children', 'CHILD');
const SOURCE = kept('referringAgency', 'SOURCE');
const HISTORY = `${kept('repeat', 'INTELLIGENCE')},${kept('lastHeardOn', 'INTELLIGENCE')}`;

/** One row of the list; its columns are the properties of a CaseListEntry. */
const ENTRIES = `
  select i.id as "agendaItemId", i.version, i.position, i.minutes,
         ${utc('(m.starts_at + make_interval(mins => i.starts_after))')} as "startsAt", i.status, i.reason, i.not_heard as "notHeard", i.alert_only as "alertOnly", i.escalated,
         i.case_id as "caseId", c.ref, i.referral_id as "referralId", victim, perpetrators.people as perpetrators,
         case when may.see_children then r.children end as children,
         case when may.see_prior then r.criteria else array_remove(r.criteria, 'REPEAT') end as criteria,
         case when not history.seen then null when not may.see_prior then 'NO' when r.outcome = 'REPEAT' then 'YES' when r.outcome = 'POSSIBLE_REPEAT' then 'POSSIBLE'
              else 'NO' end as repeat,
         flag.expires_on as "flaggedUntil", case when history.seen then earlier.heard_on end as "lastHeardOn", referrer.name as "referringAgency",
         services.names[array_position(services.ids, idva.grantee_id)] as "idvaService", r.referred_on as "referredOn", $2::date - r.referred_on as "daysWaiting",
         work.open as "openActions", work.overdue as "overdueActions",
         case when i.came_from_marac_id is not null then (select o.name from maracs.maracs o where o.id = i.came_from_marac_id) end as "cameFrom",
         ('[' || concat_ws(',', case when not may.see_perpetrators then '${PERPETRATORS}' end,
           case when not may.see_children then '${CHILDREN}' end, case when not may.see_source then '${SOURCE}' end,
           case when not history.seen then '${HISTORY}' end) || ']')::json as withheld
    from meetings.agenda_items i
    join access.visible c on c.case_id = i.case_id
    join referrals.referrals r on r.id = i.referral_id
   cross join lateral (
     select 'PERPETRATOR' = any (own.labels) as see_perpetrators, 'CHILD' = any (own.labels) as see_children,
            'SOURCE' = any (own.labels) as see_source,
            history.seen and r.prior_case_id = any ((select access.excluded())::uuid[]) is not true as see_prior
       from (select c.labels offset 0) as own offset 0) as may
    join maracs.agencies referrer on referrer.id = r.referring_agency_id
    left join lateral (select ${person('p')}, p.aliases from persons.persons p where p.id = r.victim_id) as victim on true
    left join lateral (
      select coalesce(json_agg(listed), '[]') as people
        from (select ${person('o')}, r.relationship from persons.persons o
               where o.id = any (r.perpetrator_ids) order by array_position(r.perpetrator_ids, o.id)) as listed) as perpetrators
      on may.see_perpetrators
    left join flags.flags flag on flag.case_id = i.case_id and flag.expires_on >= $2::date
    left join lateral (
      select max(e.heard_on) as heard_on from referrals.referrals e
       where history.seen and e.case_id = i.case_id and e.id <> i.referral_id) as earlier on true
    left join lateral (
      select g.grantee_id from access.grants g
       where g.case_id = i.case_id and g.grantee_id = any (services.ids)
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null limit 1) as idva on true
    left join lateral (
      select count(*)::int as open, (count(*) filter (where a.due_at < now()))::int as overdue
        from actions.summaries a where a.case_id = i.case_id and a.open) as work on true
   where i.meeting_id = m.id`;

/**
 * One statement. Row-level security decides which cases and perpetrators there are; each reader's labels decide the fields
 * (`access.visible`, worked out once per case: OFFSET 0 keeps it from being written out at every use). Every guarded table is
 * reached by its key, so the cost is that of the cases listed, however many there are. Rows become JSON as rows, all at once: naming
 * the properties in json_build_object takes four times as long, and making each row JSON for itself a fifth of the whole.
 */
const CASE_LIST = `
  select m.version, coalesce(cardinality(access.excluded()) > 0, false) as "leavesOut", json_build_object(
    'meetingId', m.id, 'maracId', m.marac_id, 'heldOn', m.held_on, 'startsAt', ${utc('m.starts_at')}, 'venue', m.venue,
    'status', m.status, 'version', m.version,
    'totals', json_build_object(
      'cases', list.cases, 'minutes', list.minutes, 'cap', m.cap, 'overCap', list.cases > m.cap, 'repeats', list.repeats),
    'items', list.items)::text as body, list.withholds
    from meetings.meetings m
   cross join lateral (
     select coalesce(array_agg(a.id), '{}') as ids, array_agg(a.name) as names
       from maracs.members b join maracs.agencies a on a.id = b.agency_id
      where b.marac_id = m.marac_id and b.left_on is null and a.kind = 'IDVA') as services
   cross join lateral (select $3::uuid[] is null or m.marac_id = any ($3) as seen offset 0) as history
   cross join lateral (
     select count(*) filter (where entry.status <> 'WITHDRAWN' and not entry."alertOnly")::int as cases,
            coalesce(sum(entry.minutes) filter (where entry.status <> 'WITHDRAWN'), 0)::int as minutes,
            case when history.seen then count(*) filter (where entry.status <> 'WITHDRAWN' and entry.repeat <> 'NO')::int end as repeats,
            coalesce(bool_or(entry.withheld::text <> '[]'), false) as withholds, coalesce(json_agg(entry order by entry.position), '[]') as items
       from (${ENTRIES}) as entry) as list
   where m.id = $1`;

/**
 * For who does not stand in the MARAC: what was shared with them of the listed cases is looked up once, not once a row. A list that many
 * open at once meets connections on which it was never planned, and its plan takes longer than the list: one is made, for all readers.
 */
export function gatherListed(meetingId: string): void {
  tx().write(`select meetings.gather($1), set_config('plan_cache_mode', 'force_generic_plan', true)`, [meetingId]);
}

/**
 * What the reader may see of a meeting's case list, still under way; undefined when there is no such meeting for them.
 * @param today YYYY-MM-DD
 * @param historyIn MARACs in which the reader may know what the repeat check found; null for all
 */
export function caseListText(
  meetingId: string,
  today: string,
  historyIn: string[] | null,
): Underway<CaseListText | undefined> {
  return tx()
    .last<CaseListText>(CASE_LIST, [meetingId, today, historyIn])
    .map((rows) => rows[0]);
}
