import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import type { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Action, ActionUpdate } from './action.entity.js';
import { after, mayWorkOn, type Step } from './action.rules.js';
import { ActionOwners } from './action-owners.service.js';
import type { Closure, NewDueDate, NewUpdate } from './actions.dto.js';
import type { ActionView, NewAction } from './actions.http.js';
import { actionById } from './actions.queries.js';
import { DUE_NORMS } from './due-norms.js';
import { decideDue, type Due as DueDate, type DueQuestion } from './due.rules.js';
import { type Agreed, asked, described, opened, refusedDue } from './new-action.js';
import { Overdue } from './overdue.service.js';

@Injectable()
export class ActionsService {
  private readonly actions = new Store(Action);
  private readonly updates = new Store(ActionUpdate);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly owners: ActionOwners,
    private readonly overdue: Overdue,
    private readonly freeText: FreeText,
  ) {}

  /**
   * An agency agrees to do something about a case. Assigning it is a sharing decision: the agency may then open the case, for
   * IDENTITY alone (whom it is about); how to reach the victim and where she is safe are shared separately and on purpose.
   * @throws Problem 403 for who may not set actions; 422 `unknown`, `not-of-the-agency`, `in-the-past`, `before-the-meeting` ...
   */
  async agree(open: OpenCase, input: NewAction, agreed: Agreed = {}): Promise<ActionView> {
    const { actor } = tx();
    if (!actor.may('actions:set', open.maracId)) throw Problem.notAllowed();
    const what = described(input);
    const { text, riskAddressed, ownerPost } = input;
    await this.freeText.check(open.caseId, { '/text': text, '/riskAddressed': riskAddressed, '/ownerPost': ownerPost });
    await this.owners.check(open.maracId, input);
    const { meetingOn, nextMeetingOn } = agreed;
    const due = await this.decide(open.maracId, { ...asked(input), meetingOn, nextMeetingOn, dueClass: what.dueClass });
    const action = opened(open, input, what, due, agreed, `${actor.kind}:${actor.id}`);
    this.actions.insert(action);
    this.access.share(open, {
      with: { agencyId: action.ownerAgencyId },
      labels: labelsOf('ACTION'),
      purpose: 'carry-out-action',
      origin: 'ACTION',
      originId: action.id,
      reason: `action ${action.id}`,
    });
    await this.overdue.follow(action.id);
    this.record('action.agreed', action);
    return this.view(action.id);
  }

  /** The owner reports how it goes. @throws Problem 404 hidden, 403 another agency's, 409 `already-closed` */
  async update(id: string, input: NewUpdate): Promise<ActionView> {
    const action = await this.forWork(id, 'update');
    await this.freeText.check(action.caseId, { '/note': input.note });
    this.note(action, input.note);
    await this.actions.update(action);
    this.record('action.updated', action);
    return this.view(id);
  }

  /** Gives an action another due date; overdue alerts start afresh. @throws Problem 403 unless the actor sets actions; 412 stale */
  async postpone(id: string, version: number, input: NewDueDate): Promise<ActionView> {
    const action = await this.forWork(id, 'postpone', version);
    await this.freeText.check(action.caseId, { '/reason': input.reason });
    if (!input.dueOn && !input.dueAt) throw Problem.at('/dueOn', 'required', 'This must be given, or dueAt.');
    const { dueOn, dueAt } = await this.decide(action.maracId, {
      ...asked(input),
      meetingOn: action.setOn,
      dueClass: 'STANDARD',
    });
    await this.actions.update({ ...action, dueOn, dueAt, dueEpoch: action.dueEpoch + 1 });
    this.note(action, `Due date moved from ${action.dueOn} to ${dueOn}: ${input.reason}`);
    await this.overdue.follow(id);
    this.record('action.postponed', action);
    return this.view(id);
  }

  /**
   * The owner reports how it ended. With it ends what was shared for it: the owner sees the case no longer, unless for another reason.
   * @throws Problem 404 hidden, 403 another agency's, 409 `already-closed`, 412 stale
   */
  async close(id: string, version: number, input: Closure): Promise<ActionView> {
    const { actor } = tx();
    const action = await this.forWork(id, 'close', version);
    await this.freeText.check(action.caseId, { '/outcome': input.outcome });
    await this.actions.update({
      ...action,
      closureReason: input.reason,
      outcome: input.outcome,
      riskEffect: input.riskEffect ?? 'UNKNOWN',
      victimMayBeTold: input.victimMayBeTold ?? false,
      closedOn: todayIn(TIME_ZONE, present()),
      closedBy: `${actor.kind}:${actor.id}`,
    });
    await this.overdue.end(id);
    this.record('action.closed', action, input.reason);
    const view = await this.view(id);
    await this.access.endOrigin(id, 'the action was closed');
    return view;
  }

  /** The action, locked, with the status it has after the step. */
  private async forWork(id: string, step: Step, version?: number): Promise<Action> {
    const seen = await this.actions.byId(id);
    if (!seen) throw Problem.notFound();
    await this.access.open(seen.caseId, 'record-action');
    if (!mayTake(step, seen, tx().actor)) throw Problem.notAllowed();
    const action = await this.actions.lockById(id);
    if (!action) throw Problem.notAllowed();
    const status = after(action.status, step);
    if (!status) throw Problem.conflict('already-closed', 'This action was closed before.');
    if (version !== undefined && version !== action.version) throw new StaleVersion();
    return { ...action, status };
  }

  private note({ id, caseId, maracId }: Action, note: string): void {
    const { actor } = tx();
    const userId = actor.kind === 'user' ? actor.id : null;
    const by = { madeBy: `${actor.kind}:${actor.id}`, userId, agencyId: actor.agencyId };
    this.updates.insert({ id: newId(), actionId: id, caseId, maracId, note, ...by });
  }

  private async decide(
    maracId: string,
    question: Omit<DueQuestion, 'now' | 'timeZone' | 'calendar'>,
  ): Promise<DueDate> {
    const now = present();
    const { rules } = await this.maracs.rules(maracId, DUE_NORMS, todayIn(TIME_ZONE, now));
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of an open case is not there');
    const due = decideDue({ ...question, now, timeZone: TIME_ZONE, calendar }, rules);
    if ('refused' in due) throw refusedDue(due);
    return due;
  }

  private async view(id: string): Promise<ActionView> {
    const view = await actionById(id);
    if (!view) throw new Error('the action just written is not there');
    return view;
  }

  private record(action: string, { id, maracId }: Action, code?: string): void {
    this.audit.record({ action, subject: { kind: 'action', id }, maracId, code });
  }
}

function mayTake(step: Step, action: Action, actor: Actor): boolean {
  const sets = actor.may('actions:set', action.maracId);
  if (step === 'postpone') return sets;
  return mayWorkOn(action.ownerAgencyId, {
    agencyId: actor.agencyId,
    updates: actor.may('actions:update', action.maracId),
    sets,
  });
}
