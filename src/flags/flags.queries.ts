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
       renewed_at = now(), changed_at = now(), lapsed_at = null, version = f.version + 1
     where excluded.expires_on > f.expires_on`,
    [flag.id, flag.caseId, flag.maracId, flag.setOn, flag.expiresOn, flag.ruleVersion],
  );
}

export interface FlagRow {
  id: string;
  caseId: string;
  caseRef: string;
  maracId: string;
  setOn: string;
  expiresOn: string;
  active: boolean;
  version: number;
}

const FLAG = `f.id, f.case_id as "caseId", v.ref as "caseRef", f.marac_id as "maracId", f.set_on as "setOn", f.expires_on as "expiresOn",
  f.expires_on >= $1 as active, f.version`;

/** Flags of cases the reader may see, on a day. */
export async function flagsOn(
  day: string,
  filter: { active?: boolean; after?: string; limit: number },
): Promise<FlagRow[]> {
  return tx().query<FlagRow>(
    `select ${FLAG}
       from flags.flags f join access.visible v on v.case_id = f.case_id
      where ($2::boolean is null or (f.expires_on >= $1) = $2) and ($3::uuid is null or f.id > $3)
      order by f.id limit $4`,
    [day, filter.active ?? null, filter.after ?? null, filter.limit],
  );
}

/** A flag as it stands on a day; undefined when it is hidden or absent. */
export async function flagOn(day: string, id: string): Promise<FlagRow | undefined> {
  return tx().one<FlagRow>(
    `select ${FLAG} from flags.flags f join access.visible v on v.case_id = f.case_id where f.id = $2`,
    [day, id],
  );
}

/** Flags that ended within these days and were not set anew since; before `day`, so that none of them runs. */
export async function flagsEnded(
  day: string,
  { from, to, after, limit }: { from: string; to: string; after?: string; limit: number },
): Promise<FlagRow[]> {
  return tx().query<FlagRow>(
    `select ${FLAG}
       from flags.flags f join access.visible v on v.case_id = f.case_id
      where f.expires_on between $2 and $3 and f.expires_on < $1 and ($4::uuid is null or f.id > $4)
      order by f.id limit $5`,
    [day, from, to, after ?? null, limit],
  );
}

/** Flags that the reader may take away as a file: what was opened in an emergency stays here. */
export async function flagsToExport(day: string, filter: { after?: string; limit: number }): Promise<FlagRow[]> {
  return tx().query<FlagRow>(
    `select ${FLAG}
       from flags.flags f join access.visible v on v.case_id = f.case_id
      where v.exportable and ($2::uuid is null or f.id > $2)
      order by f.id limit $3`,
    [day, filter.after ?? null, filter.limit],
  );
}
