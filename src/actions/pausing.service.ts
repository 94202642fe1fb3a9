import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { LADDERS } from '../alerts/ladder-section.rules.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Action } from './action.entity.js';
import { ACTION_PAUSED, ACTION_RESUMED } from './actions.events.js';
import type { ActionView } from './actions.http.js';
import { actionById } from './actions.queries.js';
import { Overdue } from './overdue.service.js';
import { lastDayOf, mayPause, type PauseRefusal } from './pause.rules.js';
import type { NewPause } from './pauses.dto.js';
import { endPause, insertPause, standingPause } from './pauses.queries.js';
import { endOfDay } from '../platform/values/moments.js';

/** Day of the next meeting of an area after a moment. Meetings are above actions: they say how it is found as the application starts. */
export type NextMeetingDay = (maracId: string, after: Date) => Promise<string | null>;

const REFUSED: Record<PauseRefusal, string> = {
  'in-the-past': 'A pause ends today or later.',
  'beyond-next-meeting': 'The next meeting looks at the action again: a pause does not go beyond it.',
  'too-long': 'This is longer than the rules of the MARAC let an action rest.',
};

/** An action rests for a while: the victim asked to wait, or to go on would put somebody in danger. Nobody is reminded meanwhile. */
@Injectable()
export class Pausing {
  private readonly actions = new Store(Action);
  private nextMeetingDay: NextMeetingDay = async () => null;

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly maracs: MaracsReader,
    private readonly freeText: FreeText,
    private readonly overdue: Overdue,
  ) {}

  notBeyond(nextMeetingDay: NextMeetingDay): void {
    this.nextMeetingDay = nextMeetingDay;
  }

  /**
   * @throws Problem 404 hidden; 403; 412 stale; 409 `already-closed`, `already-paused`; 422 `required` at /text, `in-the-past`,
   * `beyond-next-meeting`, `too-long` at /until
   */
  async pause(id: string, version: number, { reason, text = '', until }: NewPause): Promise<ActionView> {
    const action = await this.forPause(id, version);
    if (reason === 'OTHER' && text === '') throw Problem.at('/text', 'required', 'Say why the action is to rest.');
    await this.freeText.check(action.caseId, { '/text': text });
    if (await standingPause(id)) throw Problem.conflict('already-paused', 'This action is paused already.');
    const { caseId, maracId } = action;
    const last = await this.lastDay(maracId, until);
    await this.overdue.follow(id); // ends what is over, so that no two pauses run
    const pauseId = newId();
    const { actor } = tx();
    const by = `${actor.kind}:${actor.id}`;
    insertPause({ id: pauseId, actionId: id, caseId, maracId, reason, note: text, by, until: endOfDay(last, TIME_ZONE) }); // prettier-ignore
    return this.done(ACTION_PAUSED, action, pauseId, reason);
  }

  /** It goes on. @throws Problem 404 hidden; 403; 412 stale; 409 `already-closed`, `not-paused` */
  async resume(id: string, version: number): Promise<ActionView> {
    const action = await this.forPause(id, version);
    const pause = await standingPause(id);
    if (!pause) throw Problem.conflict('not-paused', 'This action is not paused.');
    const { actor } = tx();
    await endPause(pause.id, null, `${actor.kind}:${actor.id}`);
    return this.done(ACTION_RESUMED, action, pause.id);
  }

  private async done(name: string, action: Action, pauseId: string, code?: string): Promise<ActionView> {
    const { id: actionId, caseId, maracId } = action;
    await this.actions.update(action);
    await this.overdue.follow(actionId);
    this.outbox.publish({ name, ids: { actionId, caseId, maracId, pauseId } });
    this.audit.record({ action: name, subject: { kind: 'action', id: actionId }, maracId, code });
    const view = await actionById(actionId);
    if (!view) throw new Error('the action just paused is not there');
    return view;
  }

  private async lastDay(maracId: string, until?: string): Promise<string> {
    const now = present();
    const today = todayIn(TIME_ZONE, now);
    const { rules } = await this.maracs.rules(maracId, LADDERS, today);
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of an action is not there');
    const nextMeetingOn = await this.nextMeetingDay(maracId, now);
    const longestWorkingDays = rules.longestPauseWorkingDays;
    const last = lastDayOf({ today, until, nextMeetingOn, longestWorkingDays, calendar });
    if ('refused' in last) throw Problem.at('/until', last.refused, REFUSED[last.refused]);
    return last.on;
  }

  private async forPause(id: string, version: number): Promise<Action> {
    const { actor } = tx();
    const seen = await this.actions.byId(id);
    if (!seen) throw Problem.notFound();
    await this.access.open(seen.caseId, 'record-action');
    const pauses = actor.may('actions:pause', seen.maracId);
    const hand = { agencyId: actor.agencyId, pauses, sets: actor.may('actions:set', seen.maracId) };
    if (!mayPause(seen.ownerAgencyId, hand)) throw Problem.notAllowed();
    const action = await this.actions.lockById(id);
    if (!action) throw Problem.notAllowed();
    if (action.status === 'CLOSED') throw Problem.conflict('already-closed', 'This action was closed before.');
    if (version !== action.version) throw new StaleVersion();
    return action;
  }
}
