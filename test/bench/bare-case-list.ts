import http from 'node:http';
import pg from 'pg';

/**
 * The baseline of the case list: node:http, pg and one prepared statement that lets the database write the same JSON, as
 * superuser: no guards, labels, session, audit or transaction. Reads BARE_URL, MEETING and PORT.
 */
const utc = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const person = (p: string) =>
  `${p}.id, trim(concat_ws(' ', ${p}.given_names, ${p}.family_name)) as name, ${p}.birth_date as "birthDate", ${p}.birth_precision as "birthPrecision"`;

const ENTRIES = `
  select i.id as "agendaItemId", i.version, i.position, i.minutes,
         ${utc('(m.starts_at + make_interval(mins => i.starts_after))')} as "startsAt", i.status, i.reason, i.not_heard as "notHeard",
         i.case_id as "caseId", c.ref, i.referral_id as "referralId", victim, perpetrators.people as perpetrators, r.children, r.criteria,
         case when r.outcome = 'REPEAT' then 'YES' when r.outcome = 'POSSIBLE_REPEAT' then 'POSSIBLE' else 'NO' end as repeat,
         flag.expires_on as "flaggedUntil", earlier.heard_on as "lastHeardOn", referrer.name as "referringAgency",
         idva.name as "idvaService", r.referred_on as "referredOn", $2::date - r.referred_on as "daysWaiting",
         work.open as "openActions", work.overdue as "overdueActions", '[]'::json as withheld
    from meetings.agenda_items i
    join access.cases c on c.id = i.case_id
    join referrals.referrals r on r.id = i.referral_id
    join maracs.agencies referrer on referrer.id = r.referring_agency_id
    left join lateral (select ${person('p')}, p.aliases from persons.persons p where p.id = r.victim_id) as victim on true
    left join lateral (
      select coalesce(json_agg(listed), '[]') as people
        from (select ${person('o')}, r.relationship from persons.persons o
               where o.id = any (r.perpetrator_ids) order by array_position(r.perpetrator_ids, o.id)) as listed) as perpetrators on true
    left join flags.flags flag on flag.case_id = i.case_id and flag.expires_on >= $2::date
    left join lateral (
      select max(e.heard_on) as heard_on from referrals.referrals e
       where e.case_id = i.case_id and e.id <> i.referral_id) as earlier on true
    left join lateral (
      select s.name from access.grants g join maracs.agencies s on s.id = g.grantee_id
       where g.case_id = i.case_id and g.grantee_id = any (services.ids)
         and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null limit 1) as idva on true
    left join lateral (
      select count(*)::int as open, (count(*) filter (where a.due_at < now()))::int as overdue
        from actions.summaries a where a.case_id = i.case_id and a.open) as work on true
   where i.meeting_id = m.id`;

const CASE_LIST = `
  select json_build_object(
    'meetingId', m.id, 'maracId', m.marac_id, 'heldOn', m.held_on, 'startsAt', ${utc('m.starts_at')}, 'venue', m.venue,
    'status', m.status, 'version', m.version,
    'totals', json_build_object(
      'cases', list.cases, 'minutes', list.minutes, 'cap', m.cap, 'overCap', list.cases > m.cap, 'repeats', list.repeats),
    'items', list.items)::text as body
    from meetings.meetings m
   cross join lateral (
     select array(select b.agency_id from maracs.members b join maracs.agencies a on a.id = b.agency_id
                   where b.marac_id = m.marac_id and b.left_on is null and a.kind = 'IDVA') as ids) as services
   cross join lateral (
     select count(*) filter (where entry.status <> 'WITHDRAWN')::int as cases,
            coalesce(sum(entry.minutes) filter (where entry.status <> 'WITHDRAWN'), 0)::int as minutes,
            count(*) filter (where entry.status <> 'WITHDRAWN' and entry.repeat <> 'NO')::int as repeats,
            coalesce(json_agg(entry order by entry.position), '[]') as items
       from (${ENTRIES}) as entry) as list
   where m.id = $1`;

const pool = new pg.Pool({ connectionString: process.env['BARE_URL'], max: 10 });
const today = () => new Date().toISOString().slice(0, 10);
const meeting = process.env['MEETING'];

http
  .createServer((_, response) => {
    pool.query<{ body: string }>({ name: 'case-list', text: CASE_LIST, values: [meeting, today()] }).then(
      ({ rows }) => {
        response.setHeader('content-type', 'application/json; charset=utf-8');
        response.end(rows[0]?.body);
      },
      () => {
        response.statusCode = 500;
        response.end();
      },
    );
  })
  .listen(Number(process.env['PORT']), '127.0.0.1');
