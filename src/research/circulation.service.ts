import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MeetingPapers } from '../meetings/papers.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { CIRCULATION } from './circulation-rules.js';
import { RESEARCH } from './research-rules.js';
import { type Member, needed, newPairs, type Pair } from './circulation.rules.js';
import { MEETING_CIRCULATED } from './research.events.js';
import { isOverdue } from './research.rules.js';
import type { CirculationView, NewCirculation, RequestView } from './research.dto.js';
import { casesOf, listedCases, type RequestRow, requestsOf, shutToAgencies } from './research.queries.js';
import { type Circulated, Sharer } from './sharer.service.js';

/** The list of a meeting goes out: each case to the agencies that are needed for it, which are asked for research. */
@Injectable()
export class Circulation {
  constructor(
    private readonly papers: MeetingPapers,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly sharer: Sharer,
  ) {}

  /**
   * Circulates the listed cases that the actor may see. Again changes nothing; what is new after the first time is the chair's to add.
   * @throws Problem 404; 403, 403 `chair-decides`; 409 `not-planned`; 422 `not-a-member`, `not-on-the-list`
   */
  async circulate(meetingId: string, input: NewCirculation): Promise<CirculationView> {
    const meeting = await this.papers.lockToCirculate(meetingId);
    const { maracId } = meeting;
    const fresh = await this.fresh(meeting, await this.wanted(meeting, input));
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
    const { maracId } = await this.papers.managed(meetingId);
    this.audit.record({ action: 'circulation.read', subject: { kind: 'meeting', id: meetingId }, maracId });
    return this.view({ id: meetingId, maracId });
  }

  private async wanted({ id, maracId }: Circulated, { agencies, items }: NewCirculation): Promise<Pair[]> {
    const members = await this.maracs.agenciesOf(maracId);
    const listed = await listedCases(id);
    refuseStrangers(
      agencies,
      members.map((member) => member.id),
      '/agencies',
      'not-a-member',
    );
    refuseStrangers(
      items,
      listed.map((item) => item.agendaItemId),
      '/items',
      'not-on-the-list',
    );
    const { rules } = await this.maracs.rules(maracId, CIRCULATION, todayIn(TIME_ZONE, present()));
    const named = (member: Member) => agencies!.includes(member.id);
    return listed
      .filter((item) => !items || items.includes(item.agendaItemId))
      .flatMap((item) =>
        (agencies ? members.filter(named) : needed(item, members, rules)).map((agency) => ({ item, agency })),
      );
  }

  /** What was not circulated before, and is not shut to all of the agency: nobody learns of a restriction by being asked. */
  private async fresh({ id }: Circulated, wanted: readonly Pair[]): Promise<Pair[]> {
    const asked = await requestsOf(id);
    const caseIds = [...new Set(wanted.map(({ item }) => item.caseId))];
    const shut = await this.uow.elevated(() => shutToAgencies(caseIds));
    return newPairs(
      wanted,
      new Set(asked.map(({ agendaItemId, agencyId }) => `${agendaItemId} ${agencyId}`)),
      new Set(shut.map(({ caseId, agencyId }) => `${caseId} ${agencyId}`)),
    );
  }

  private async view({ id: meetingId, maracId }: Pick<Circulated, 'id' | 'maracId'>): Promise<CirculationView> {
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
      cases: cases.map((one) => ({
        ...one,
        agencies: requests.filter((r) => r.agendaItemId === one.agendaItemId).map((r) => requestView(r, today)),
      })),
    };
  }
}

/** @throws Problem 422 at each that is not among those known; hidden and absent look alike */
function refuseStrangers(given: string[] | undefined, known: readonly string[], at: string, code: string): void {
  const errors = (given ?? []).flatMap((id, i) =>
    known.includes(id) ? [] : [{ pointer: `${at}/${i}`, code, detail: 'There is no such one here.' }],
  );
  if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
}

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
