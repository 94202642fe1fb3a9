import { tx } from '../platform/db/transaction.js';
import type { Agency, Marac, RuleVersion } from './marac.entity.js';
import type { AgencyView } from './maracs.dto.js';

const MARAC = 'm.id, m.code, m.name, m.nation';

export async function allMaracs(): Promise<Marac[]> {
  return tx().query<Marac>(`select ${MARAC} from maracs.maracs m order by m.code`);
}

export async function maracByCode(code: string): Promise<Marac | undefined> {
  return tx().one<Marac>(`select ${MARAC} from maracs.maracs m where m.code = $1`, [code]);
}

export async function agenciesOf(maracId: string): Promise<Agency[]> {
  return tx().query<Agency>(
    `select a.id, a.name, a.kind, a.version from maracs.agencies a join maracs.members b on b.agency_id = a.id
      where b.marac_id = $1 and b.left_on is null order by a.name`,
    [maracId],
  );
}

export async function allAgencies(): Promise<AgencyView[]> {
  return tx().query<AgencyView>('select a.id, a.name, a.kind from maracs.agencies a order by a.name');
}

export async function agencyCalled(name: string): Promise<{ id: string } | undefined> {
  return tx().one<{ id: string }>('select a.id from maracs.agencies a where lower(a.name) = lower($1)', [name]);
}

/** Every version of a MARAC's rules, newest first: by the day it counts from, then by version. */
export async function ruleVersions(maracId: string): Promise<RuleVersion[]> {
  return tx().query<RuleVersion>(
    `select r.id, r.marac_id as "maracId", r.version, r.effective_from as "effectiveFrom", r.sections, r.reason, r.decided_by as "decidedBy"
       from maracs.rules r where r.marac_id = $1 order by r.effective_from desc, r.version desc`,
    [maracId],
  );
}
