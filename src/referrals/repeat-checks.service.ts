import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { SearchRation } from '../persons/search-ration.service.js';
import type { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { CheckTokens } from './check-tokens.service.js';
import { HistoryElsewhere } from './repeat-checks-elsewhere.service.js';
import type { NewRepeatCheck, RepeatCaseView, RepeatCheckView, RepeatEvidenceView } from './repeat-checks.dto.js';
import { nextStep, readRepeatCheck } from './repeat-checks.rules.js';
import { type Answer, VisibleHistory } from './visible-history.service.js';

/**
 * Whether it would be a repeat, asked before anything is referred. The answer is computed from what the asker may see and from
 * nothing else: a case that is hidden from them takes no part, so that the answer is the one they would get without it.
 */
@Injectable()
export class RepeatChecks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly ration: SearchRation,
    private readonly history: VisibleHistory,
    private readonly elsewhere: HistoryElsewhere,
    private readonly tokens: CheckTokens,
  ) {}

  /**
   * Call outside a unit of work: what the ask costs is committed first.
   * @throws Problem 429 `quota-reached`, 422 `unknown` (MARAC), `nobody-asked-for`, or at the fields that are wrong
   */
  async ask(actor: Actor, form: NewRepeatCheck): Promise<RepeatCheckView> {
    const today = todayIn(TIME_ZONE, new Date());
    const { question, errors } = readRepeatCheck(form, today);
    await this.ration.spend(actor, 'REPEAT_CHECK', form.maracId, question.people);
    return this.uow.run(actor, async () => {
      if (!actor.may('repeat-checks:ask', form.maracId))
        throw Problem.at('/maracId', 'unknown', 'There is no such MARAC among yours.');
      if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The question was not accepted.', errors);
      const checkToken = this.tokens.issue(form.maracId, question.people); // before anything is looked up
      const answer = await this.history.check(form.maracId, question, today);
      const otherMaracs = await this.elsewhere.of(form.maracId, question.people);
      const cases = casesOf(answer);
      for (const { caseId: id, maracId } of cases)
        this.audit.record({ action: 'case.found', subject: { kind: 'case', id }, maracId, labels: ['IDENTITY'] });
      const { outcome, arithmetic } = answer.found;
      const next = nextStep(outcome, otherMaracs.length > 0);
      return { outcome, arithmetic, evidence: evidenceOf(answer), next, cases, otherMaracs, checkToken };
    });
  }
}

/** Each case once, with the foremost of what its referrals are. */
function casesOf({ found, history }: Answer): RepeatCaseView[] {
  const rests = [...(found.prior ? [{ outcome: found.outcome, id: found.prior.id }] : []), ...found.related];
  const cases = new Map<string, RepeatCaseView>();
  for (const { outcome, id } of rests) {
    const { caseId, caseRef, maracId } = history.find((referral) => referral.id === id)!;
    if (!cases.has(caseId)) cases.set(caseId, { caseId, caseRef, maracId, outcome });
  }
  return [...cases.values()];
}

/** Why the people of the deciding referral are taken for those asked about. */
function evidenceOf({ found, history, people }: Answer): RepeatEvidenceView[] {
  const prior = history.find((referral) => referral.id === found.prior?.id);
  return [prior?.victim, ...(prior?.perpetrators ?? [])].flatMap((recordId) => {
    const taken = recordId === undefined ? undefined : people.takenFor(recordId);
    if (!taken) return [];
    const { certainty, evidence } = taken.match;
    return [{ person: taken.place === 0 ? 'victim' : `perpetrator ${taken.place}`, certainty, evidence }];
  });
}
