import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MeetingPapers } from '../meetings/papers.service.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { CirculationPlan } from './circulation-plan.service.js';
import { RESEARCH } from './research-rules.js';
import { MEETING_CIRCULATED } from './research.events.js';
import { isOverdue } from './research.rules.js';
import type { AgencySignature, CirculationView, NewCirculation, RequestView } from './research.dto.js';
import { casesOf, type RequestRow, requestsOf } from './research.queries.js';
import { type Circulated, Sharer } from './sharer.service.js';

/** The list of a meeting goes out: each case to the agencies that are needed for it, which are asked for research. */
@Injectable()
export class Circulation {
  constructor(
    private readonly papers: MeetingPapers,
    private readonly maracs: MaracsReader,
    private readonly plan: CirculationPlan,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly sharer: Sharer,
  ) {}

  /**
   * Circulates the listed cases that the actor may see, to agencies whose signature of the protocol is in force. Again changes nothing;
   * what is new after the first time is the chair's to add: an agency that signed late too.
   * @throws Problem 404; 403, 403 `chair-decides`; 409 `not-planned`, `nobody-signed`; 422 `not-a-member`, `not-signed`, `not-on-the-list`
   */
  async circulate(meetingId: string, input: NewCirculation): Promise<CirculationView> {
    const meeting = await this.papers.lockToCirculate(meetingId);
    const { maracId } = meeting;
    const fresh = await this.plan.fresh(meetingId, await this.plan.toSend(meeting, input));
    if (meeting.circulatedAt && fresh.length > 0 && !tx().actor.may('circulation:add', maracId))
      throw new Problem(403, 'chair-decides', 'The list was circulated: additions are for the chair to decide.');
    await this.sharer.share(meeting, fresh, input.reason);
    if (!meeting.circulatedAt || fresh.length > 0) {
      this.papers.markCirculated(meetingId);
      this.audit.record({ action: 'meeting.circulated', subject: { kind: 'meeting', id: meetingId }, maracId });
      this.outbox.publish({ name: MEETING_CIRCULATED, ids: { meetingId, maracId } });
    }
    await tx().settle();
    return this.view(meeting);
  }

  /** To whom each case went, and how far they are. A case that nobody was asked about is listed too. @throws Problem 404; 403 */
  async state(meetingId: string): Promise<CirculationView> {
    const meeting = await this.papers.managed(meetingId);
    const { maracId } = meeting;
    this.audit.record({ action: 'circulation.read', subject: { kind: 'meeting', id: meetingId }, maracId });
    return this.view(meeting);
  }

  private async view(meeting: Listed): Promise<CirculationView> {
    const { id: meetingId, maracId } = meeting;
    const [at, cases, requests] = [
      await this.papers.circulatedAt(meetingId),
      await casesOf(meetingId),
      await requestsOf(meetingId),
    ];
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, RESEARCH, today);
    return {
      meetingId,
      circulatedAt: at?.toISOString() ?? null,
      warning: rules.warning,
      signatures: await this.signatures(meeting, at !== null),
      cases: cases.map((one) => ({
        ...one,
        agencies: requests.filter((r) => r.agendaItemId === one.agendaItemId).map((r) => requestView(r, today)),
      })),
    };
  }

  private async signatures(meeting: Listed, circulated: boolean): Promise<AgencySignature[]> {
    const { id, maracId, heldOn } = meeting;
    const names = new Map((await this.maracs.agenciesOf(maracId)).map((one) => [one.id, one.name]));
    const minded = (await this.plan.signatures(maracId, [{ id, heldOn, circulated }])).get(id) ?? [];
    return minded.map((one) => ({ ...one, agency: names.get(one.agencyId) ?? '' }));
  }
}

type Listed = Pick<Circulated, 'id' | 'maracId' | 'heldOn'>;

export function requestView(row: RequestRow, today: string): RequestView {
  const { agencyId, agency, status, dueOn, askedAt, answeredAt, people, peopleSearched } = row;
  return {
    agencyId,
    agency,
    status,
    dueOn,
    overdue: isOverdue(status, today, dueOn),
    askedAt: askedAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    people,
    peopleSearched,
  };
}
