import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf } from './agenda.queries.js';
import { comesBack } from './agenda.rules.js';
import { notPlanned } from './agenda.service.js';
import type { NewDeferral } from './agenda-plan.dto.js';
import { InterimChecks, laterOf } from './interim-checks.service.js';
import { LateListing } from './late-listing.service.js';
import { ALREADY_LISTED } from './listing.service.js';
import { AgendaItem, Deferral } from './meeting.entity.js';
import type { AgendaItemView } from './meetings.dto.js';
import { lockMeetingsToCome, meetingById, type MeetingRow, nextMeeting } from './meetings.queries.js';
import { Withdrawals } from './withdrawal.service.js';

/** A case goes to another meeting before it was heard: an extra one, or a later one for which somebody looks after the victim meanwhile. */
@Injectable()
export class Deferrals {
  private readonly items = new Store(AgendaItem);
  private readonly deferrals = new Store(Deferral);

  constructor(
    private readonly access: Access,
    private readonly checks: InterimChecks,
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
    this.checks.refuse(meeting, to, interimCheck);
    await this.freeText.check(caseId, { '/because': because });
    const late = to && toMeetingId ? await this.lateReason(to, caseId, because) : undefined;
    const actionId = interimCheck ? await this.checks.agree(open, itemId, interimCheck) : null;
    const view = await this.withdrawals.withdraw(itemId, version, reason);
    const { actor } = tx();
    const by = `${actor.kind}:${actor.id}`;
    const row = { id: newId(), agendaItemId: itemId, caseId, maracId, toMeetingId: to?.id ?? null, reason, because };
    this.deferrals.insert({ ...row, actionId, decidedBy: by });
    const listedNextAt = await this.list(item, meeting, to, toMeetingId !== undefined, late);
    if (!to || to.startsAt > meeting.startsAt) this.lists.tellNotHeard(item);
    return { ...view, listedNextAt };
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
