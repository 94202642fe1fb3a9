import type pg from 'pg';
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import type { Say } from './bench.js';
import { type BenchDatabase, withClient } from './bench-database.js';

export const CASES = 40;
export const AGENCIES = 15;
/** Snippets that agencies shared about each case. */
const SNIPPETS = 5;

/** A meeting of forty cases that went out to fifteen agencies, and its people, signed in. */
export interface BigMeeting {
  id: string;
  agencyIds: string[];
  coordinator: string;
  /** tokens of representatives, an agency after the other; each declared confidentiality */
  readers: string[];
}

/** Seeds referrals, unless they are there. */
export async function seeded(database: BenchDatabase, referrals: number, say: Say): Promise<void> {
  const there = await withClient(database.adminUrl, (client) =>
    client.query('select from audit.events where action = $1 limit 1', ['sample.seeded']),
  );
  if (there.rowCount) return;
  const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', DATABASE_URL: database.appUrl }));
  try {
    await app.get(BulkSeed, { strict: false }).run(referrals, { marac: 'NB', onProgress: (line) => say(`   ${line}`) });
  } finally {
    await app.close();
  }
}

/** Makes the meeting to come a big one, today; and its readers. Circulating it is left to the application. */
export async function bigMeeting(database: BenchDatabase, readers: number): Promise<BigMeeting> {
  return withClient(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string; maracId: string }>(PLANNED);
    const { id, maracId } = rows[0]!;
    const agencyIds = await fifteenAgencies(client, maracId);
    await client.query(FILL, [id, CASES]);
    await client.query(TODAY, [id, CASES]);
    const tokens: string[] = [];
    for (let i = 0; i < readers; i++)
      tokens.push(await reader(client, id, maracId, agencyIds[i % agencyIds.length]!, i));
    const coordinator = newToken();
    await client.query(SIGN_IN, ['coordinator.nb@example.org', tokenHash(coordinator)]);
    return { id, agencyIds, coordinator, readers: tokens };
  });
}

/** The list goes out to all of them, each agency shares something, and what was written is analysed as it would be by next day. */
export async function goesOut(database: BenchDatabase, meeting: BigMeeting, url: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/meetings/${meeting.id}/circulation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${meeting.coordinator}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'For the meeting', agencies: meeting.agencyIds }),
  });
  if (!answer.ok) throw new Error(`circulating answered ${answer.status}`);
  await withClient(database.adminUrl, async (client) => {
    await client.query(SHARE, [meeting.id, SNIPPETS]);
    await client.query('vacuum (analyze)');
  });
}

const PLANNED = `
  select m.id, m.marac_id as "maracId" from meetings.meetings m join meetings.agenda_items i on i.meeting_id = m.id
   where m.status = 'PLANNED' group by m.id order by count(*) desc limit 1`;

async function fifteenAgencies(client: pg.Client, maracId: string): Promise<string[]> {
  for (const [name, kind] of [
    ['Ambulance service', 'AMBULANCE'],
    ['Fire service', 'FIRE'],
    ['Youth justice', 'YOUTH_JUSTICE'],
  ]) {
    await client.query(
      `with made as (insert into maracs.agencies (id, name, kind) values (gen_random_uuid(), $2, $3) on conflict do nothing returning id),
            joined as (insert into maracs.members (id, marac_id, agency_id) select gen_random_uuid(), $1, made.id from made)
       insert into access.signatures (id, marac_id, agency_id, signatory, signed_on, review_due, version)
       select gen_random_uuid(), $1, made.id, 'Chief officer', s.signed_on, s.review_due, s.version from made,
              lateral (select * from access.signatures s where s.marac_id = $1 limit 1) as s`,
      [maracId, name, kind],
    ); // prettier-ignore
  }
  const { rows } = await client.query<{ id: string }>(
    'select b.agency_id as id from maracs.members b where b.marac_id = $1 order by b.agency_id limit $2',
    [maracId, AGENCIES],
  );
  return rows.map(({ id }) => id);
}

/** More cases, of those heard before, until there are as many as there are to be. */
const FILL = `
  insert into meetings.agenda_items (id, meeting_id, case_id, marac_id, referral_id, position, minutes, starts_after, status)
  select gen_random_uuid(), m.id, more.case_id, m.marac_id, more.id, had.count + more.place, 12, 12 * (had.count + more.place - 1), 'LISTED'
    from meetings.meetings m
   cross join lateral (select count(*)::int as count from meetings.agenda_items i where i.meeting_id = m.id) as had
   cross join lateral (
     select r.id, r.case_id, row_number() over (order by r.id desc)::int as place
       from (select distinct on (r.case_id) r.id, r.case_id from (select * from referrals.referrals r where r.marac_id = m.marac_id order by r.id desc limit 500) r
              where not exists (select from meetings.agenda_items i where i.meeting_id = m.id and i.case_id = r.case_id) order by r.case_id, r.id) as r
      order by r.id desc limit $2 - had.count) as more
   where m.id = $1`;

const TODAY = `
  update meetings.meetings m set cap = $2, held_on = (now() at time zone 'Europe/London')::date, starts_at = date_trunc('minute', now())
   where m.id = $1`;

/** Somebody of an agency, who declared confidentiality; gives their token. */
async function reader(
  client: pg.Client,
  meetingId: string,
  maracId: string,
  agencyId: string,
  n: number,
): Promise<string> {
  const token = newToken();
  await client.query(
    `with person as (
       insert into identity.users (id, agency_id, email, name)
       values (gen_random_uuid(), $3, $4, $5) returning id),
     role as (insert into identity.user_roles (id, user_id, marac_id, role) select gen_random_uuid(), id, $2, 'AGENCY_REPRESENTATIVE' from person),
     session as (
       insert into identity.sessions (id, user_id, token_hash, expires_at) select gen_random_uuid(), id, $6, now() + interval '12 hours' from person)
     insert into meetings.declarations (id, meeting_id, marac_id, user_id, agency_id, statement_version)
     select gen_random_uuid(), $1, $2, id, $3, 1 from person`,
    [meetingId, maracId, agencyId, `reader${n}.${token.slice(0, 6).toLowerCase().replace(/[^a-z0-9]/g, 'x')}@example.org`, `Reader ${n}`, tokenHash(token)],
  ); // prettier-ignore
  return token;
}

const SIGN_IN = `
  insert into identity.sessions (id, user_id, token_hash, expires_at)
  select gen_random_uuid(), u.id, $2, now() + interval '12 hours' from identity.users u where u.email = $1`;

const SHARE = `
  insert into research.shared_information (id, agenda_item_id, meeting_id, case_id, marac_id, agency_id, given_by, nature, text, purpose, marking, caveats, label)
  select gen_random_uuid(), i.id, i.meeting_id, i.case_id, i.marac_id, giver.agency_id, giver.id, 'FACT',
         'Known to us since the spring. ' || repeat('Seen twice in the last month, anxious and not alone; an appointment was missed. ', 4),
         'Danger to the victim', 'OFFICIAL_SENSITIVE', '{}', 'INTELLIGENCE'
    from meetings.agenda_items i
   cross join lateral (
     select u.id, u.agency_id from meetings.declarations d join identity.users u on u.id = d.user_id
      where d.meeting_id = i.meeting_id order by d.id limit $2) as giver
   where i.meeting_id = $1`;
