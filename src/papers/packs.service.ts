import { Injectable } from '@nestjs/common';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { waitsFor } from '../research/shared-information.rules.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { addMonths, todayIn } from '../platform/values/dates.js';
import type { PackItem } from './pack-text.rules.js';
import { actionsSince, casesOf, type PackCase, sharedOn } from './pack.queries.js';
import { itemsOf, itemsOfGuest, type ListedItem, type MeetingFacts } from './papers.queries.js';
import { Screening } from './screening.service.js';

/** What one reader may take away of a meeting. */
export interface Pack {
  items: PackItem[];
  /** cases that the reader may see and not take away */
  leftOnScreen: number;
  /** here for one case's slot and nothing else */
  guest: boolean;
}

/** Actions that ended longer ago are no news: the twelve months in which a case is a repeat. */
const MONTHS_BACK = 12;

/** Gathers what a reader may see of the cases of a meeting: through their own eyes, in a few statements however many cases. */
@Injectable()
export class Packs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly screening: Screening,
  ) {}

  async of(meeting: MeetingFacts): Promise<Pack> {
    const { actor } = tx();
    const own = actor.may('meetings:read', meeting.maracId) ? await itemsOf(meeting.id) : [];
    const known = new Set(own.map(({ agendaItemId }) => agendaItemId));
    const invited = (await this.invited(meeting)).filter(({ agendaItemId }) => !known.has(agendaItemId));
    const listed = [
      ...own.map((item) => ({ ...item, asGuest: false })),
      ...invited.map((item) => ({ ...item, asGuest: true })),
    ];
    const guest = own.length === 0 && invited.length > 0;
    const [asks, screens] = [actor.scopesOf('repeat-checks:ask'), actor.scopesOf('referrals:screen')];
    const cases = await casesOf(listed, todayIn(TIME_ZONE, new Date()), asks && screens && [...asks, ...screens]);
    const taken = cases.filter(({ exportable }) => exportable);
    const items = await this.screening.printable(await this.put(meeting, listed, taken));
    return { items, leftOnScreen: cases.length - taken.length, guest };
  }

  private async put(
    meeting: MeetingFacts,
    listed: readonly (ListedItem & { asGuest: boolean })[],
    cases: readonly PackCase[],
  ): Promise<PackItem[]> {
    const line = new Map(listed.map((item) => [item.caseId, item]));
    const caseIds = cases.map(({ caseId }) => caseId);
    const shared = await sharedOn(caseIds.map((caseId) => line.get(caseId)!.agendaItemId));
    const actions = await actionsSince(caseIds, addMonths(meeting.heldOn, -MONTHS_BACK));
    return cases.map((about, index) => {
      const { position, startsAt, minutes, notHeard, asGuest } = line.get(about.caseId)!;
      const of = ({ caseId }: { caseId: string }) => caseId === about.caseId;
      // no number is missing for somebody from whom a case is hidden
      const place = asGuest ? null : meeting.leavesOut ? index + 1 : position;
      return {
        place,
        startsAt,
        minutes,
        notHeard,
        about,
        told: asGuest ? null : { shared: shared.filter(of), waitsFor: waitsFor(meeting), actions: actions.filter(of) },
      };
    });
  }

  private async invited(meeting: MeetingFacts): Promise<ListedItem[]> {
    if (meeting.guestOf.length === 0) return [];
    return this.uow.elevated(() => itemsOfGuest(meeting.id, meeting.guestOf));
  }
}
