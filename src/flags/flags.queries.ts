import { tx } from '../platform/db/transaction.js';

/** Sets the flag of a case or moves it to a later end: a repeat restarts it, nothing shortens it. */
export function upsertFlag(flag: {
  id: string;
  caseId: string;
  maracId: string;
  setOn: string;
  expiresOn: string;
  ruleVersion: number;
}): void {
  tx().afterInserts(
    `insert into flags.flags as f (id, case_id, marac_id, set_on, expires_on, rule_version) values ($1, $2, $3, $4, $5, $6)
     on conflict (case_id) do update set set_on = excluded.set_on, expires_on = excluded.expires_on, rule_version = excluded.rule_version,
       renewed_at = now(), version = f.version + 1
     where excluded.expires_on > f.expires_on`,
    [flag.id, flag.caseId, flag.maracId, flag.setOn, flag.expiresOn, flag.ruleVersion],
  );
}

export interface FlagRow {
  id: string;
  caseId: string;
  caseRef: string;
  setOn: string;
  expiresOn: string;
  active: boolean;
}

/** Flags of cases the reader may see, on a day. */
export async function flagsOn(
  day: string,
  filter: { active?: boolean; after?: string; limit: number },
): Promise<FlagRow[]> {
  return tx().query<FlagRow>(
    `select f.id, f.case_id as "caseId", v.ref as "caseRef", f.set_on as "setOn", f.expires_on as "expiresOn", f.expires_on >= $1 as active
       from flags.flags f join access.visible v on v.case_id = f.case_id
      where ($2::boolean is null or (f.expires_on >= $1) = $2) and ($3::uuid is null or f.id > $3)
      order by f.id limit $4`,
    [day, filter.active ?? null, filter.after ?? null, filter.limit],
  );
}
