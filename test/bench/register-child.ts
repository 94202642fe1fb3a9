import pg from 'pg';
import type { Description } from '../../src/persons/persons.service.js';
import { matchKeys } from '../../src/persons/matching.rules.js';
import { type Cell, copyIn } from './copy-in.js';
import { coupleAt, idOf, perpetratorId, type RegisterCouple, victimId } from './register-couples.js';

/** Writes couples REGISTER_FROM up to REGISTER_TO of the big register into the database of REGISTER_URL, as its superuser. */
const { REGISTER_URL: url = '', REGISTER_FROM: from = '', REGISTER_TO: to = '' } = process.env;
const BATCH = 1_000; // young enough to be cleared away cheaply

const COLUMNS = {
  'access.cases': ['id', 'marac_id', 'ref'],
  'persons.persons': [
    ...['id', 'case_id', 'marac_id', 'canonical_id', 'label', 'family_name', 'given_names', 'aliases', 'birth_date'],
    ...['birth_precision', 'sex'],
  ],
  'persons.contacts': [
    ...['id', 'person_id', 'case_id', 'marac_id', 'label', 'address', 'postcode', 'phone', 'safe_to_call'],
  ],
  'persons.match_keys': ['key', 'person_id'],
  'referrals.referrals': [
    ...['id', 'case_id', 'marac_id', 'ref', 'status', 'referring_agency_id', 'referred_on', 'incident_on', 'victim_id'],
    ...['perpetrator_ids', 'victim_informed', 'consent', 'outcome', 'created_by'],
  ],
};
type Table = keyof typeof COLUMNS;
type Written = Record<Table, Cell[][]>;

function write(rows: Written, couple: RegisterCouple): void {
  const { number, marac, victim, perpetrator, referredOn, incidentOn } = couple;
  const [caseId, maracId] = [idOf('case', number), idOf('marac', marac)];
  rows['access.cases'].push([caseId, maracId, `M${marac}/${number}`]);
  writePerson(rows, 2 * number, [caseId, maracId], victim);
  writePerson(rows, 2 * number + 1, [caseId, maracId], perpetrator);
  rows['referrals.referrals'].push([
    ...[idOf('referral', number), caseId, maracId, `R${number}`, 'ACCEPTED', idOf('agency', 0), referredOn, incidentOn],
    ...[victimId(number), [perpetratorId(number)], 'YES', 'GIVEN', 'NONE', 'bench'],
  ]);
}

function writePerson(rows: Written, number: number, key: [string, string], described: Description): void {
  const id = idOf('person', number);
  const { label, familyName, givenNames, aliases, birth, sex } = described;
  rows['persons.persons'].push([
    ...[id, ...key, id, label, familyName, givenNames, aliases, birth.value, birth.precision, sex],
  ]);
  const { contactLabel, address, postcode, phone, safeToCall } = described;
  rows['persons.contacts'].push([
    ...[idOf('contact', number), id, ...key, contactLabel, address, postcode, phone, safeToCall],
  ]);
  for (const hash of matchKeys(described)) rows['persons.match_keys'].push([hash, id]);
}

const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('set session_replication_role = replica');
await client.query('set synchronous_commit = off');
const tables = Object.entries(COLUMNS) as [Table, string[]][];
for (let number = Number(from); number < Number(to);) {
  const rows = Object.fromEntries(tables.map(([table]) => [table, [] as Cell[][]])) as Written;
  for (const end = Math.min(Number(to), number + BATCH); number < end; number++) write(rows, coupleAt(number));
  for (const [table, columns] of tables) await copyIn(client, table, columns, rows[table]);
}
await client.end();
