import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { isId } from '../platform/db/ids.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import type { CaseAlertsPage, CaseAlertsQuery, LaddersQuery, LaddersView, LadderView } from './alerts.dto.js';
import { rungsOfCase } from './alerts.queries.js';
import { areaLadders } from './ladder-book.js';
import { type Course, momentsOf, type Rung } from './ladder.rules.js';
import { LADDER_NAMES, type LadderName } from './ladder-section.rules.js';
import { ladderSays, rungInWords, rungSays } from './ladder-words.rules.js';
import { momentOn } from '../platform/values/moments.js';

/** What was told of a case and to whom, and what an area's ladders come to. */
@Injectable()
export class AlertLists {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** Oldest first: all of a case for who oversees it, for others what their own agency owes. @throws Problem 404 hidden or absent */
  async ofCase(caseId: string, { after, limit }: CaseAlertsQuery): Promise<CaseAlertsPage> {
    if (after !== undefined && !isId(after))
      throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
        { pointer: 'after', code: 'not-a-place', detail: 'Give what the page before called next.' },
      ]);
    const { maracId } = await this.access.open(caseId, 'read-case');
    const rows = await rungsOfCase(caseId, after ?? null, limit + 1);
    const items = rows.slice(0, limit).map(({ rung, passedOver, ...row }) => ({
      ...row,
      rung: rungInWords(rung),
      passedOver: passedOver.map(rungInWords),
    }));
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'alerts.listed', subject, maracId, labels: ['IDENTITY'] });
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** The ladders of an area as they stand today, counted from a due moment. @throws Problem 404; 422 `not-both` */
  async ofArea(maracId: string, query: LaddersQuery): Promise<LaddersView> {
    if (!tx().actor.may('maracs:read', maracId) || !(await this.maracs.byId(maracId))) throw Problem.notFound();
    if (query.dueOn && query.dueAt)
      throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
        { pointer: 'dueAt', code: 'not-both', detail: 'Give a day or an exact moment, not both.' },
      ]);
    const now = present();
    const dueAt = query.dueAt ? new Date(query.dueAt) : endOf(query.dueOn ?? todayIn(TIME_ZONE, now));
    const { rules, version: ruleVersion, calendar } = await areaLadders(this.maracs, maracId, now);
    const { remindAt } = rules;
    const course = { dueAt, calendar, timeZone: TIME_ZONE, remindAt, since: new Date(0), pauses: [] };
    const ladders = LADDER_NAMES.map((ladder) => view(ladder, rules[ladder], course));
    return { maracId, ruleVersion, dueAt: dueAt.toISOString(), ladders };
  }
}

/** The last millisecond of a day: what is due on it is overdue when it is over. */
const endOf = (day: string) => new Date(momentOn(addDays(day, 1), '00:00', TIME_ZONE).getTime() - 1);

function view(ladder: LadderName, rungs: readonly Rung[], course: Course): LadderView {
  const moments = momentsOf(rungs, course).map((one) => ({ ...one, at: one.at! }));
  return {
    ladder,
    says: ladderSays(course.dueAt, moments, TIME_ZONE),
    rungs: moments.map((one) => ({
      rung: rungInWords(one.key),
      tells: [...one.rung.tells],
      urgent: one.rung.urgent ?? false,
      at: one.at.toISOString(),
      says: rungSays(one, TIME_ZONE),
    })),
  };
}
