import { Injectable } from '@nestjs/common';
import { atPlace } from '../meetings/interim-checks.service.js';
import { HearingService } from '../meetings/hearing.service.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { unreviewed } from './action-review.queries.js';
import { deferralProblems, openPoints } from './close.rules.js';
import { MEETING_CLOSED } from './conference.events.js';
import { notOpen } from './hearings.service.js';
import type { NewClose, SittingView } from './meeting-day.dto.js';
import { closeSitting, listedCases } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

/** A meeting closes when every case on its list has an outcome, and it is known who tells each victim. */
@Injectable()
export class Closing {
  constructor(
    private readonly sittings: Sittings,
    private readonly meetings: MeetingsService,
    private readonly hearing: HearingService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Closes the meeting; cases that were not reached are put off with it, each for its reason.
   * @throws Problem 404; 403; 409 `not-open`, `not-planned`, `outcomes-missing`, `telling-missing`, `review-missing`, each case with its
   * place; 412 stale; 422 `not-waiting`, `named-twice`, `check-required`, `check-too-late`
   */
  async close(meetingId: string, version: number, { deferrals = [] }: NewClose): Promise<SittingView> {
    const sitting = await this.sittings.lockManaged(meetingId);
    const state = stateOf(sitting);
    if (state === 'PLANNED') throw notOpen();
    if (state !== 'OPEN') throw notPlanned();
    if (sitting.version !== version) throw new StaleVersion();
    const cases = await listedCases(meetingId);
    const wrong = deferralProblems(cases, deferrals);
    if (wrong.length > 0) throw new Problem(422, 'invalid-input', 'The deferrals were not accepted.', wrong);
    const { rules } = await this.sittings.rules(sitting);
    refuse(openPoints(cases, deferrals, rules));
    if (rules.actionsReviewNeeded && (await unreviewed(meetingId)) > 0)
      throw Problem.conflict('review-missing', 'Open actions of earlier meetings are still to be reviewed.');
    for (const [i, { agendaItemId, ...putOff }] of deferrals.entries()) {
      const { version: seen } = cases.find((one) => one.agendaItemId === agendaItemId)!;
      const outcome = { status: 'DEFERRED', ...putOff } as const;
      await atPlace(`/deferrals/${i}`, () => this.hearing.recordOutcome(agendaItemId, seen, outcome));
    }
    await this.meetings.close(meetingId, sitting.version);
    const { actor } = tx();
    closeSitting(meetingId, present(), `${actor.kind}:${actor.id}`);
    this.outbox.publish({ name: MEETING_CLOSED, ids: { meetingId, maracId: sitting.maracId } });
    return this.sittings.read(meetingId);
  }
}

const TITLES = {
  'outcomes-missing': 'The outcome of a case is still to be recorded.',
  'telling-missing': 'Of a case that was heard it is still to be recorded who tells the victim, and how safely.',
};

/** The list of what is missing, so that nobody has to look for it. */
function refuse(points: FieldProblem[]): void {
  if (points.length === 0) return;
  const code = points.some((point) => point.code === 'outcome-missing') ? 'outcomes-missing' : 'telling-missing';
  throw new Problem(409, code, TITLES[code], points);
}
