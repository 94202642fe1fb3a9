import http from 'node:http';
import pg from 'pg';

/**
 * The baseline of the case list: node:http, pg and one prepared statement that lets the database write the same JSON, as
 * superuser: no guards, labels, session, audit or transaction. Reads BARE_URL, MEETING and PORT.
 */
const utc = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const fullName = (person: string) => `trim(concat_ws(' ', ${person}.given_names, ${person}.family_name))`;

const CASE_LIST = `
  select json_build_object(
    'meetingId', m.id, 'maracId', m.marac_id, 'heldOn', m.held_on, 'startsAt', ${utc('m.starts_at')}, 'venue', m.venue, 'status', m.status,
    'version', m.version,
    'totals', json_build_object('cases', list.cases, 'minutes', list.minutes, 'cap', m.cap, 'overCap', list.cases > m.cap, 'repeats', list.repeats),
    'items', list.items)::text as body
    from meetings.meetings m
   cross join lateral (
     select count(*) filter (where i.status <> 'WITHDRAWN')::int as cases,
            coalesce(sum(i.minutes) filter (where i.status <> 'WITHDRAWN'), 0)::int as minutes,
            count(*) filter (where i.status <> 'WITHDRAWN' and r.outcome in ('REPEAT', 'POSSIBLE_REPEAT'))::int as repeats,
            coalesce(json_agg(json_build_object(
              'agendaItemId', i.id, 'version', i.version, 'position', i.position, 'minutes', i.minutes,
              'startsAt', ${utc('(m.starts_at + make_interval(mins => i.starts_after))')},
              'status', i.status, 'reason', i.reason, 'notHeard', i.not_heard,
              'caseId', i.case_id, 'ref', c.ref, 'referralId', i.referral_id,
              'victim', json_build_object(
                'id', v.id, 'name', ${fullName('v')}, 'aliases', v.aliases, 'birthDate', v.birth_date, 'birthPrecision', v.birth_precision),
              'perpetrators', perpetrators.people, 'children', r.children, 'criteria', r.criteria,
              'repeat', case r.outcome when 'REPEAT' then 'YES' when 'POSSIBLE_REPEAT' then 'POSSIBLE' else 'NO' end,
              'flaggedUntil', flag.expires_on, 'lastHeardOn', earlier.heard_on,
              'referringAgency', referrer.name, 'idvaService', idva.name,
              'referredOn', r.referred_on, 'daysWaiting', current_date - r.referred_on,
              'openActions', work.open, 'overdueActions', work.overdue, 'withheld', '[]'::json) order by i.position), '[]') as items
       from meetings.agenda_items i
       join access.cases c on c.id = i.case_id
       join referrals.referrals r on r.id = i.referral_id
       join maracs.agencies referrer on referrer.id = r.referring_agency_id
       left join persons.persons v on v.id = r.victim_id
       left join flags.flags flag on flag.case_id = i.case_id and flag.expires_on >= current_date
       left join lateral (
         select coalesce(json_agg(json_build_object(
                  'id', o.id, 'name', ${fullName('o')}, 'relationship', r.relationship, 'birthDate', o.birth_date,
                  'birthPrecision', o.birth_precision) order by array_position(r.perpetrator_ids, o.id)), '[]') as people
           from persons.persons o where o.id = any (r.perpetrator_ids)) as perpetrators on true
       left join lateral (
         select max(e.heard_on) as heard_on from referrals.referrals e where e.case_id = i.case_id and e.id <> i.referral_id) as earlier on true
       left join lateral (
         select s.name from access.grants g join maracs.agencies s on s.id = g.grantee_id
          where g.case_id = i.case_id and s.kind = 'IDVA' and g.starts_at <= now() and g.ends_at > now() and g.revoked_at is null
          limit 1) as idva on true
       left join lateral (
         select count(*)::int as open, (count(*) filter (where a.due_at < now()))::int as overdue
           from actions.summaries a where a.case_id = i.case_id and a.open) as work on true
      where i.meeting_id = m.id) as list
   where m.id = $1`;

const pool = new pg.Pool({ connectionString: process.env['BARE_URL'], max: 10 });
const meeting = process.env['MEETING'];

http
  .createServer((_, response) => {
    pool.query<{ body: string }>({ name: 'case-list', text: CASE_LIST, values: [meeting] }).then(
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
