import type pg from 'pg';
import type { Facts } from './facts.js';

/** Tables of a kind of information each, guarded as the real ones are: by the same function, in each of its three forms. */
export const PROBES = `
  create schema probe;
  grant usage on schema probe to marac_app;
  create table probe.varying (id uuid primary key default gen_random_uuid(), case_id uuid not null, marac_id uuid not null, label text not null);
  create table probe.health (like probe.varying including all);
  create table probe.located (like probe.varying including all);
  create index on probe.varying (case_id); create index on probe.health (case_id); create index on probe.located (case_id);
  select access.guard_table('probe.varying', '"label"', 'case_id', true);
  select access.guard_table('probe.health', 'HEALTH');
  select access.guard_table('probe.located', 'LOCATION_SAFE');
  create table probe.of_case (case_id uuid primary key, of uuid not null);
  grant select, insert, update on all tables in schema probe to marac_app;
`;

/** The id of a case's probe row on health, so that deeds on it can be told. */
export function healthOf(caseId: string): string {
  return caseId.replace(/^./, (first) => (15 - parseInt(first, 16)).toString(16));
}

/** Some agencies work with the perpetrator, whatever else was shared with them. */
export const kindOf = (agencyId: string): 'PROBATION' | 'OTHER' => (/^[0-5]/.test(agencyId) ? 'PROBATION' : 'OTHER');

/** Which row stands for which kind of information; a row on health has the id that deeds on it name. */
const PROBED = [
  `insert into probe.varying (case_id, marac_id, label) select c.id, c.marac_id, l from access.cases c, unnest(access.all_labels()) l`,
  `insert into probe.health (id, case_id, marac_id, label) select h.id, c.id, c.marac_id, 'HEALTH' from access.cases c join unnest($1::uuid[], $2::uuid[]) as h (of, id) on h.of = c.id`,
  `insert into probe.located (case_id, marac_id, label) select c.id, c.marac_id, 'LOCATION_SAFE' from access.cases c`,
];

const day = (column: string) => `current_date + x.${column}`;
const hour = (column: string) => `now() + make_interval(hours => x.${column})`;

/** One statement a table: the list of facts as JSON in, rows out. */
const STATEMENTS: [keyof Facts | 'roles' | 'incoming' | 'hanging', string, string][] = [
  ['maracs', `insert into maracs.maracs (id, code, name, nation) select x.id, x.code, 'Area ' || x.code, 'england-and-wales'`, 'id uuid, code text'],
  ['agencies', `insert into maracs.agencies (id, name, kind) select x.id, x.name, x.kind`, 'id uuid, name text, kind text'],
  ['protocols', `insert into access.protocols (id, marac_id, version, title, in_force_from, signable_until, published_by)
     select gen_random_uuid(), x."maracId", x.version, 'Protocol', current_date - 500, ${day('"signableUntil"')}, 'x'`,
    '"maracId" uuid, version int, "signableUntil" int'],
  ['signatures', `insert into access.signatures (id, marac_id, agency_id, version, signatory, signed_on, review_due, withdrawn_at)
     select gen_random_uuid(), x."maracId", x."agencyId", x.version, 'x', ${day('"signedOn"')}, ${day('"reviewDue"')}, case when x.withdrawn then now() end`,
    '"maracId" uuid, "agencyId" uuid, version int, "signedOn" int, "reviewDue" int, withdrawn boolean'],
  ['people', `insert into identity.users (id, agency_id, email, name, deactivated_at)
     select x.id, x."agencyId", x.id || '@example.org', 'Somebody', case when x.deactivated then now() end`, 'id uuid, "agencyId" uuid, deactivated boolean'],
  ['roles', `insert into identity.user_roles (id, user_id, marac_id, role) select gen_random_uuid(), x."userId", x."maracId", x.role`,
    '"userId" uuid, "maracId" uuid, role text'],
  ['cases', `insert into access.cases (id, marac_id, ref) select x.id, x."maracId", x.id`, 'id uuid, "maracId" uuid'],
  ['grants', `insert into access.grants (id, case_id, marac_id, grantee_id, grantee_kind, labels, purpose, lawful_basis, reason, decided_by,
       starts_at, ends_at, revoked_at, exportable, origin, origin_id)
     select x.id, x."caseId", x."maracId", x."granteeId", x."granteeKind", x.labels, 'x', '{x}', 'x', 'x', ${hour('"startsIn"')},
            coalesce(${hour('"endsIn"')}, 'infinity'), case when x.revoked then now() end, x.exportable, case when x."originId" is null then 'DECISION' else 'TRANSFER' end, x."originId"`,
    '"id" uuid, "caseId" uuid, "maracId" uuid, "granteeId" uuid, "granteeKind" text, labels text[], "startsIn" int, "endsIn" int, revoked boolean, exportable boolean, "originId" uuid'],
  ['incoming', `insert into transfers.incoming (id, to_marac_id, from_marac_id, status) select x.id, x."toMaracId", x."maracId", x.status`,
    'id uuid, "toMaracId" uuid, "maracId" uuid, status text'],
  // a deed on every case and on something that hangs on it, and one of every person that belongs to no MARAC
  ['cases', `insert into audit.events (id, actor_kind, actor_id, marac_id, action, subject_kind, subject_id, outcome)
     select gen_random_uuid(), 'system', 'x', x."maracId", 'x', 'case', x.id, 'DONE'`, 'id uuid, "maracId" uuid'],
  ['hanging', `insert into audit.events (id, actor_kind, actor_id, marac_id, action, subject_kind, subject_id, outcome)
     select gen_random_uuid(), 'system', 'x', x."maracId", 'x', 'health', x.id, 'DONE'`, 'id uuid, "maracId" uuid'],
  ['people', `insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome)
     select gen_random_uuid(), 'user', x.id, 'x', 'user', x.id, 'DONE'`, 'id uuid'],
  ['exclusions', `insert into access.exclusions (id, case_id, marac_id, user_id, agency_id, cause, cause_id, except_user_ids, lifted_at)
     select x.id, x."caseId", x."maracId", x."userId", x."agencyId", 'CONFLICT', gen_random_uuid(), x."exceptUserIds", case when x.lifted then now() end`,
    '"id" uuid, "caseId" uuid, "maracId" uuid, "userId" uuid, "agencyId" uuid, "exceptUserIds" uuid[], lifted boolean'],
]; // prettier-ignore

/** Writes facts down as a superuser, with a probe row of every kind of information for every case. */
export async function writeFacts(admin: pg.Client, facts: Facts): Promise<void> {
  const rows: Record<string, unknown[]> = {
    ...facts,
    maracs: facts.maracs.map((id) => ({ id, code: `Q${id.replaceAll('-', '').slice(0, 7).toUpperCase()}` })),
    agencies: facts.agencies.map((id) => ({ id, name: `Agency ${id}`, kind: kindOf(id) })),
    grants: facts.grants.map((each) => ({ ...each, originId: each.transfer?.id })),
    incoming: facts.grants.flatMap(({ maracId, transfer }) => (transfer ? [{ ...transfer, maracId }] : [])),
    hanging: facts.cases.map(({ id, maracId }) => ({ id: healthOf(id), maracId })),
    roles: facts.people.flatMap(({ id, roles }) => roles.map((role) => ({ userId: id, ...role }))),
  };
  for (const [name, insert, columns] of STATEMENTS)
    await admin.query(`${insert} from json_to_recordset($1) as x (${columns})`, [JSON.stringify(rows[name])]);
  const ids = facts.cases.map((each) => each.id);
  await admin.query('insert into probe.of_case select c.id, c.marac_id from access.cases c where c.id = any ($1)', [
    ids,
  ]);
  for (const insert of PROBED) {
    const values = insert.includes('$2') ? [ids, ids.map(healthOf)] : [ids];
    await admin.query(`${insert} where c.id = any ($1::uuid[])`, values);
  }
}
