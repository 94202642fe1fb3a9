import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { ActionsService } from '../actions/actions.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf } from './agenda.queries.js';
import { comesBack } from './agenda.rules.js';
import { notPlanned } from './agenda.service.js';
import type { InterimCheck, NewDeferral } from './agenda-plan.dto.js';
import { LateListing } from './late-listing.service.js';
import { ALREADY_LISTED } from './listing.service.js';
import { AgendaItem, Deferral } from './meeting.entity.js';
import type { AgendaItemView } from './meetings.dto.js';
import { lockMeetingsToCome, meetingById, type MeetingRow, nextMeeting } from './meetings.queries.js';
import { type DeferralRefusal, refuseDeferral } from './overflow.rules.js';
import { Withdrawals } from './withdrawal.service.js';

/** A case goes to another meeting before it was heard: an extra one, or a later one for which somebody looks after the victim meanwhile. */
@Injectable()
export class Deferrals {
  private readonly items = new Store(AgendaItem);
  private readonly deferrals = new Store(Deferral);

  constructor(
    private readonly access: Access,
    private readonly actions: ActionsService,
    private readonly lists: AgendaLists,
    private readonly withdrawals: Withdrawals,
    private readonly late: LateListing,
    private readonly freeText: FreeText,
  ) {}

  /**
   * Takes a case off one list and puts it on another; without one to come it waits among the unlisted. The check on the victim becomes an
   * action, which is alerted of when it is overdue.
   * @throws Problem 404; 403, 403 `chair-decides`; 412; 409 `alert-only`, `not-planned`, `already-recorded`, `already-listed`; 422 `no-deferral`, `unknown`,
   *   `not-another`, `check-required`, `check-too-late`, as actions do below /interimCheck, `protected-address-in-text`
   */
  async defer(itemId: string, version: number, input: NewDeferral): Promise<AgendaItemView> {
    const item = await this.items.byId(itemId);
    if (!item) throw Problem.notFound();
    const { caseId, maracId } = item;
    if (!tx().actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    const meeting = await meetingById(item.meetingId);
    if (!meeting || meeting.status !== 'PLANNED') throw notPlanned();
    if (item.alertOnly) throw Problem.conflict('alert-only', 'This case is listed to mark files, and not discussed.');
    const open = await this.access.open(caseId, 'prepare-meeting');
    const { toMeetingId, interimCheck, because, reason } = input;
    if (!comesBack(reason))
      throw Problem.at('/reason', 'no-deferral', 'It would not be heard later either: take it off the list instead.');
    const to = toMeetingId
      ? await this.target(maracId, toMeetingId)
      : await nextMeeting(maracId, laterOf(meeting.startsAt));
    const refused = refuseDeferral(meeting, to ?? null, interimCheck ? { dueOn: dueDay(interimCheck) } : null);
    if (refused) throw problemOf(refused);
    await this.freeText.check(caseId, { '/because': because });
    const late = to && toMeetingId ? await this.lateReason(to, caseId, because) : undefined;
    const actionId = interimCheck ? await this.check(open, itemId, interimCheck) : null;
    const view = await this.withdrawals.withdraw(itemId, version, reason);
    const { actor } = tx();
    const by = `${actor.kind}:${actor.id}`;
    const row = { id: newId(), agendaItemId: itemId, caseId, maracId, toMeetingId: to?.id ?? null, reason, because };
    this.deferrals.insert({ ...row, actionId, decidedBy: by });
    const listedNextAt = await this.list(item, meeting, to, toMeetingId !== undefined, late);
    if (!to || to.startsAt > meeting.startsAt) this.lists.tellNotHeard(item);
    return { ...view, listedNextAt };
  }

  /** The check becomes an action; what is wrong with it is told at its place here. */
  private async check(open: OpenCase, agendaItemId: string, interimCheck: InterimCheck): Promise<string> {
    try {
      return (await this.actions.agree(open, { ...interimCheck, target: 'VICTIM' }, { agendaItemId, again: true })).id;
    } catch (error) {
      if (!(error instanceof Problem) || error.errors.length === 0) throw error;
      const errors = error.errors.map((one) => ({ ...one, pointer: `/interimCheck${one.pointer}` }));
      throw new Problem(error.getStatus(), error.code, error.title, errors);
    }
  }

  private async list(
    item: AgendaItem,
    from: MeetingRow,
    to: MeetingRow | undefined,
    isChosen: boolean,
    lateBecause: string | undefined,
  ): Promise<string | null> {
    if (!to || !isChosen) return this.lists.carryOver(item, from);
    const lines = await linesOf(to.id);
    if (lines.some(({ caseId }) => caseId === item.caseId))
      throw Problem.conflict(ALREADY_LISTED.code, ALREADY_LISTED.title);
    const { caseId, referralId, minutes } = item;
    const notHeard = item.notHeard + (to.startsAt > from.startsAt ? 1 : 0);
    await this.lists.put(to, lines, { caseId, referralId, minutes, notHeard, lateBecause });
    return to.id;
  }

  private async target(maracId: string, meetingId: string): Promise<MeetingRow> {
    const found = (await lockMeetingsToCome(maracId, present())).find(({ id }) => id === meetingId);
    if (!found) throw Problem.at('/toMeetingId', 'unknown', 'No such meeting of this MARAC is to come.');
    return found;
  }

  /** The list of the other meeting may be out already: then the chair alone adds to it. */
  private async lateReason(to: MeetingRow, caseId: string, because: string): Promise<string | undefined> {
    return (await this.late.isOut(to.id)) ? this.late.allow(to, caseId, because) : undefined;
  }
}

const laterOf = (startsAt: Date): Date => (startsAt > present() ? startsAt : present());

/** The day by which it is to be done. @throws Problem 422 `required` */
function dueDay({ dueOn, dueAt }: InterimCheck): string {
  if (!dueOn && !dueAt) throw Problem.at('/interimCheck/dueOn', 'required', 'Say by when.');
  return dueOn ?? todayIn(TIME_ZONE, new Date(dueAt!));
}

function problemOf(refused: DeferralRefusal): Problem {
  switch (refused) {
    case 'not-another':
      return Problem.at('/toMeetingId', 'not-another', 'The case is on the list of this very meeting.');
    case 'check-required':
      return Problem.at('/interimCheck', 'check-required', 'Say who checks on the victim until then, and by when.');
    case 'check-too-late':
      return Problem.at('/interimCheck/dueOn', 'check-too-late', 'The check comes before the meeting, not after it.');
  }
}
