import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { CIRCULATION } from './circulation-rules.js';
import { lastDay, type Member, type Pair, researchDue } from './circulation.rules.js';
import { ResearchRequest } from './research.entity.js';
import { momentOn } from '../platform/values/moments.js';

registerConstraint('agency_is_asked_once', {
  status: 409,
  code: 'already-circulated',
  title: 'The case was circulated to this agency at the same moment.',
});

/** A meeting whose list goes out. */
export interface Circulated {
  id: string;
  maracId: string;
  heldOn: string;
  circulatedAt: Date | null;
}

/** Until when an agency sees a case for a meeting, from when what is shared there, and when its research is due. */
export interface Terms {
  from: Date;
  until: Date;
  dueOn: string;
}

/** Writes the sharing decisions of a circulation and asks for research. */
@Injectable()
export class Sharer {
  private readonly requests = new Store(ResearchRequest);

  constructor(
    private readonly access: Access,
    private readonly maracs: MaracsReader,
    private readonly freeText: FreeText,
  ) {}

  /** @throws Problem 422 `protected-address-in-text`, of any case that goes out */
  async share(meeting: Circulated, pairs: readonly Pair[], reason: string): Promise<void> {
    if (pairs.length === 0) return;
    const terms = await this.terms(meeting);
    const opened = new Map<string, OpenCase>();
    for (const { item, agency } of pairs) {
      const open = opened.get(item.caseId) ?? (await this.open(item.caseId, reason));
      opened.set(item.caseId, open);
      this.circulate(open, meeting.id, agency, { ...terms, reason });
      this.ask(open, meeting.id, item.agendaItemId, agency.id, terms.dueOn);
    }
  }

  private async open(caseId: string, reason: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'prepare-meeting');
    await this.freeText.check(caseId, { '/reason': reason });
    return open;
  }

  /** The names at once, for the search; what others share with the meeting on its day, and to an IDVA service at once. */
  private circulate(
    open: OpenCase,
    meetingId: string,
    { id: agencyId, kind }: Member,
    terms: Terms & { reason: string },
  ): void {
    const { from, until: endsAt, reason } = terms;
    const decision = { with: { agencyId }, origin: 'CIRCULATION', originId: meetingId, endsAt, reason } as const;
    this.access.share(open, {
      ...decision,
      labels: labelsOf('CIRCULATION'),
      purpose: 'prepare-meeting',
    });
    this.access.share(open, {
      ...decision,
      labels: labelsOf('MEETING'),
      purpose: 'attend-meeting',
      ...(kind !== 'IDVA' && { startsAt: from }),
    });
  }

  private ask(open: OpenCase, meetingId: string, agendaItemId: string, agencyId: string, dueOn: string): void {
    const { caseId, maracId } = open;
    const askedBy = `${tx().actor.kind}:${tx().actor.id}`;
    this.requests.insert({ id: newId(), agendaItemId, meetingId, caseId, maracId, agencyId, dueOn, askedBy });
  }

  /** As they are for a meeting held on its day, decided today. */
  async terms({ maracId, heldOn }: Pick<Circulated, 'maracId' | 'heldOn'>): Promise<Terms> {
    const today = todayIn(TIME_ZONE, present());
    const calendar = await this.maracs.calendarOf(maracId);
    const { rules } = await this.maracs.rules(maracId, CIRCULATION, today);
    return {
      from: momentOn(heldOn, '00:00', TIME_ZONE),
      until: momentOn(addDays(lastDay(heldOn, rules.daysAfterMeeting), 1), '00:00', TIME_ZONE),
      dueOn: researchDue(heldOn, rules.researchWorkingDaysBefore, calendar, today),
    };
  }
}
