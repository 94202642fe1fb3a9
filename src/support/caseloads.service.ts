import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { loadOf } from './caseload.rules.js';
import { SUPPORT } from './support-rules.js';
import type { CaseloadView } from './supporters.dto.js';
import { loadsOf, unallocated } from './supporters.queries.js';

/** How much each IDVA carries beside what the area says is possible: an overloaded service cannot keep its promises. */
@Injectable()
export class Caseloads {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** Of one's own service; of all who oversees the area. @throws Problem 404 where one is nobody */
  async of(maracId: string): Promise<CaseloadView> {
    const { actor } = tx();
    if (!(await this.maracs.byId(maracId)) || !actor.may('support:read', maracId)) throw Problem.notFound();
    const oversees = actor.may('meetings:manage', maracId);
    const { rules, version } = await this.maracs.rules(maracId, SUPPORT, todayIn(TIME_ZONE, present()));
    const rows = await loadsOf(maracId, oversees ? null : actor.agencyId);
    this.audit.record({ action: 'caseload.read', subject: { kind: 'marac', id: maracId }, maracId });
    const { openCases, casesAYear } = rules;
    const idvas = rows.map((row) => ({ ...row, load: loadOf(row, rules) }));
    return { idvas, unallocated: await unallocated(maracId), openCases, casesAYear, ruleVersion: version };
  }
}
