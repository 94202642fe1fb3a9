import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { Assessment } from './assessment.entity.js';
import type { AssessmentView, NewAssessment } from './assessments.dto.js';
import { latestVictimOf } from './assessments.queries.js';
import { type Answer, type Grade } from './instrument.js';
import { InstrumentShelf } from './instrument-shelf.js';
import { applyJudgement, scoreAssessment } from './scoring.rules.js';

/** An assessment as handed in. */
export interface AssessmentInput {
  instrument: string;
  answers?: Readonly<Record<string, Answer>> | null;
  statedTotal?: number | null;
  grade?: Grade | null;
  raisedTo?: Grade | null;
  raisedBecause?: string | null;
}

/** An assessment that has been checked and scored, ready to be recorded. */
export interface Scored {
  instrument: string;
  version: number;
  answers: Record<string, Answer> | null;
  score: number | null;
  grade: Grade | null;
  raisedTo: Grade | null;
  raisedBecause: string | null;
}

@Injectable()
export class AssessmentsService {
  private readonly assessments = new Store(Assessment);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly shelf: InstrumentShelf,
    private readonly freeText: FreeText,
  ) {}

  /** Checks and scores. Errors point below `at`, the assessment's place in the body. @throws Problem 422 */
  score(input: AssessmentInput, at: string): Scored {
    const instrument = this.shelf.find(input.instrument);
    if (!instrument) throw Problem.at(`${at}/instrument`, 'unknown-instrument', 'There is no such instrument.');
    const scored = scoreAssessment(instrument, input);
    if (scored.outcome === 'refused')
      throw Problem.at(`${at}/${PLACE[scored.code]}`, scored.code, EXPLAINED[scored.code]);
    let raisedTo: Grade | null = null;
    if (input.raisedTo) {
      const judged = applyJudgement(scored.grade ?? scored.band, input.raisedTo, input.raisedBecause ?? null);
      if (judged.outcome === 'refused') throw Problem.at(`${at}/raisedTo`, judged.code, JUDGEMENT[judged.code]);
      if (judged.raised) raisedTo = judged.level;
    }
    const { score, grade } = scored;
    const answers = input.answers && Object.keys(input.answers).length > 0 ? { ...input.answers } : null;
    return {
      instrument: instrument.code,
      version: instrument.version,
      answers,
      score,
      grade,
      raisedTo,
      raisedBecause: input.raisedBecause ?? null,
    };
  }

  /** Puts a scored assessment on a case. */
  record(open: OpenCase, victimId: string, scored: Scored, assessedOn: string): string {
    const id = newId();
    const { caseId, maracId } = open;
    const { actor } = tx();
    const { version: instrumentVersion, ...given } = scored;
    this.assessments.insert({
      id,
      caseId,
      maracId,
      victimId,
      instrumentVersion,
      ...given,
      assessedOn,
      recordedBy: `${actor.kind}:${actor.id}`,
    });
    return id;
  }

  /** A new assessment on a case that the reader may open. */
  async add(input: NewAssessment): Promise<AssessmentView> {
    const open = await this.access.open(input.caseId, 'assess-risk');
    if (!tx().actor.may('assessments:record', open.maracId)) throw Problem.notAllowed();
    const scored = this.score(input, '');
    await this.freeText.check(open.caseId, { '/raisedBecause': scored.raisedBecause });
    const id = this.record(open, await latestVictimOf(open), scored, input.assessedOn);
    this.audit.record({
      action: 'assessment.recorded',
      subject: { kind: 'case', id: open.caseId },
      maracId: open.maracId,
    });
    return this.byId(id);
  }

  async byId(assessmentId: string): Promise<AssessmentView> {
    const found = await this.assessments.byId(assessmentId);
    if (!found) throw Problem.notFound();
    await this.access.open(found.caseId, 'assess-risk');
    const { id, caseId, instrument, instrumentVersion, answers, score, grade, raisedTo, raisedBecause, assessedOn } =
      found;
    return { id, caseId, instrument, instrumentVersion, answers, score, grade, raisedTo, raisedBecause, assessedOn };
  }
}

type Refusal = Extract<ReturnType<typeof scoreAssessment>, { outcome: 'refused' }>['code'];

const PLACE: Record<Refusal, string> = {
  'unknown-item': 'answers', 'unknown-answer': 'answers', 'too-many-ticks': 'statedTotal', 'total-is-no-count': 'statedTotal',
  'total-contradicts-ticks': 'statedTotal', 'score-not-applicable': 'answers', 'grade-missing': 'grade', 'grade-unknown': 'grade',
  'nothing-answered': 'answers',
}; // prettier-ignore

const EXPLAINED: Record<Refusal, string> = {
  'unknown-item': 'The instrument has no such item.',
  'unknown-answer': 'An answer is YES, NO, DONT_KNOW or NOT_ASKED.',
  'too-many-ticks': 'There are more ticks than questions.',
  'total-is-no-count': 'A total is a whole number.',
  'total-contradicts-ticks': 'The total is not the number of yes answers.',
  'score-not-applicable': 'This instrument gives a grade, not a score.',
  'grade-missing': 'This instrument needs a grade.',
  'grade-unknown': 'A grade is STANDARD, MEDIUM or HIGH.',
  'nothing-answered': 'Neither answers nor a grade were given.',
};

const JUDGEMENT = {
  'judgement-cannot-lower': 'Judgement may raise a level, never lower it.',
  'judgement-needs-reason': 'Say why the level is raised.',
} as const;
