import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { AgendaService } from './agenda.service.js';
import type { ProposedOrderView } from './agenda-plan.dto.js';
import { LISTS } from './list-rules.js';
import { meetingById, type MeetingRow } from './meetings.queries.js';
import { type CandidateRow, candidatesOf } from './proposed-order.queries.js';
import { inWords, proposeOrder } from './proposed-order.rules.js';

const BY_RULE = 'As the area’s rules propose.';

/** In which order a list is best heard: worked out by rule, and taken or not by who runs the meeting. */
@Injectable()
export class ProposedOrders {
  constructor(
    private readonly agenda: AgendaService,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 404; 403 */
  async propose(meetingId: string): Promise<ProposedOrderView> {
    const meeting = await meetingById(meetingId);
    if (!meeting || !tx().actor.may('meetings:read', meeting.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', meeting.maracId)) throw Problem.notAllowed();
    const { maracId } = meeting;
    const subject = { kind: 'meeting', id: meetingId };
    this.audit.record({ action: 'agenda.proposed', subject, maracId, purpose: 'prepare-meeting' });
    return this.workOut(meeting);
  }

  /** Puts the list in the order proposed. @throws Problem 404; 403; 409 `not-planned`; 412 stale */
  async take(meetingId: string, version: number): Promise<ProposedOrderView> {
    const locked = await this.agenda.lockToManage(meetingId);
    if (locked.version !== version) throw new StaleVersion();
    const meeting = await meetingById(meetingId);
    if (!meeting) throw Problem.notFound();
    const { items } = await this.workOut(meeting);
    await this.agenda.reorder(meetingId, version, {
      items: items.map(({ agendaItemId }) => agendaItemId),
      reason: BY_RULE,
    });
    await tx().settle();
    return this.propose(meetingId);
  }

  private async workOut({ id, maracId, startsAt, version }: MeetingRow): Promise<ProposedOrderView> {
    const today = todayIn(TIME_ZONE, present());
    const { rules, version: ruleVersion } = await this.maracs.rules(maracId, LISTS, today);
    const rows = await candidatesOf(id, today);
    const byId = new Map(rows.map((row) => [row.id, row]));
    // what left the list takes no time, and stands at its end
    const gone = rows.filter(({ status }) => status === 'WITHDRAWN');
    const proposed = proposeOrder(rows.filter(({ status }) => status !== 'WITHDRAWN'), rules); // prettier-ignore
    const end = rows.reduce((minutes, row) => minutes + (row.status === 'WITHDRAWN' ? 0 : row.minutes), 0);
    const places = [
      ...proposed.map((place) => ({ ...place, reasons: place.reasons.map(inWords) })),
      ...gone.map((row) => ({ id: row.id, startsAfter: end, reasons: ['It left the list.'], guestsMissed: 0 })),
    ];
    return {
      ...{ meetingId: id, version, ruleVersion },
      isCurrent: places.every((place, i) => place.id === rows[i]!.id),
      items: places.map((place, i) => item(byId.get(place.id)!, place, i + 1, startsAt)),
    };
  }
}

function item(
  { id: agendaItemId, caseId, ref, minutes }: CandidateRow,
  { startsAfter, reasons, guestsMissed }: { startsAfter: number; reasons: string[]; guestsMissed: number },
  position: number,
  startsAt: Date,
) {
  const slot = new Date(startsAt.getTime() + startsAfter * 60_000).toISOString();
  return { agendaItemId, caseId, ref, position, startsAt: slot, minutes, reasons, guestsMissed };
}
