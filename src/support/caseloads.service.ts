import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { isId, NIL_ID } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import type { Page } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { loadOf } from './caseload.rules.js';
import { runningClocks } from './clocks.queries.js';
import type { ClocksQuery, WaitingVictimView } from './contacts.dto.js';
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

  /** Victims whom nobody has contacted yet, of cases that the reader may see. @throws Problem 404 where one is nobody; 422 `not-a-place` */
  async waiting(maracId: string, query: ClocksQuery): Promise<Page<WaitingVictimView>> {
    if (!(await this.maracs.byId(maracId)) || !tx().actor.may('support:read', maracId)) throw Problem.notFound();
    const { overdue = null, limit } = query;
    const after = query.after ? placeOf(query.after) : START;
    const rows = await runningClocks(maracId, { overdue, after, limit });
    const subject = { kind: 'marac', id: maracId };
    this.audit.record({ action: 'contact-clocks.listed', subject, maracId, labels: ['CONTACT'] });
    const items = rows.map((row) => ({
      ...row,
      receivedAt: row.receivedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
    }));
    const last = items.at(-1);
    return { items, next: items.length < limit || !last ? null : `${last.dueAt}_${last.referralId}` };
  }
}

const START = { dueAt: '-infinity', id: NIL_ID };

function placeOf(after: string): { dueAt: string; id: string } {
  const [dueAt = '', id = ''] = after.split('_');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(dueAt) && !Number.isNaN(Date.parse(dueAt)) && isId(id))
    return { dueAt, id };
  throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
    { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
  ]);
}
