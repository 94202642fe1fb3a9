import { tx } from '../platform/db/transaction.js';

/** Cases in these MARACs (null: in all) in which this person, by any of the records that stand for them, is a party. For the system. */
export async function casesOfPerson(
  personId: string,
  maracIds: readonly string[] | null,
  excluded: readonly string[],
): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select distinct p.case_id as id
       from persons.persons one join persons.persons p on p.canonical_id = one.canonical_id
      where one.id = $1 and ($2::uuid[] is null or p.marac_id = any ($2)) and p.case_id <> all ($3::uuid[])`,
    [personId, maracIds, excluded],
  );
  return rows.map((row) => row.id);
}

/** Cases that the reader must find nothing of. */
export async function excludedCases(): Promise<string[]> {
  const row = await tx().one<{ ids: string[] }>(`select coalesce(access.excluded(), '{}') as ids`);
  return row?.ids ?? [];
}

/** Everything of these cases that deeds are recorded about. For the system. */
export async function subjectsOf(
  caseIds: readonly string[],
): Promise<Map<string, { caseId: string; caseRef: string }>> {
  const rows = await tx().query<{ id: string; caseId: string; caseRef: string }>(
    `select s.id, s.case_id as "caseId", c.ref as "caseRef"
       from (select id, id as case_id from access.cases where id = any ($1)
             union all select id, case_id from referrals.referrals where case_id = any ($1)
             union all select id, case_id from actions.actions where case_id = any ($1)
             union all select id, case_id from assessments.assessments where case_id = any ($1)
             union all select id, case_id from persons.persons where case_id = any ($1)) s
       join access.cases c on c.id = s.case_id`,
    [caseIds],
  );
  return new Map(rows.map(({ id, ...of }) => [id, of]));
}

/** Names of staff and of their agencies. */
export async function staff(userIds: readonly string[]): Promise<Map<string, { name: string; agency: string }>> {
  const rows = await tx().query<{ id: string; name: string; agency: string }>(
    'select u.id, u.name, a.name as agency from identity.users u join maracs.agencies a on a.id = u.agency_id where u.id = any ($1)',
    [userIds],
  );
  return new Map(rows.map(({ id, ...of }) => [id, of]));
}
