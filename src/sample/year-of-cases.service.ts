import { Injectable } from '@nestjs/common';
import { AgendaLists } from '../meetings/agenda-lists.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { asOf } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Intake } from '../referrals/intake.service.js';
import { Screenings } from '../referrals/screening.service.js';
import { ADVICE } from './phrases.js';
import { type Area, SampleMeetings } from './sample-meetings.service.js';
import { type Episode, type Fate, yearOfReferrals } from './year-script.js';

/** Until the action that turns overdue before the visitor's eyes does so. */
const SOON_MS = 90_000;

/**
 * Tells a year of Northbridge's cases through the services that real cases go through, each step as of its own day: referrals
 * come in, are listed, heard and acted upon. One unit of work, so that there is a whole year or none.
 */
@Injectable()
export class YearOfCases {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly maracs: MaracsReader,
    private readonly intake: Intake,
    private readonly screenings: Screenings,
    private readonly lists: AgendaLists,
    private readonly meetings: SampleMeetings,
  ) {}

  /** Does nothing when it was told before. @returns the number of referrals made */
  async tell(now = new Date()): Promise<number> {
    return this.uow.run(Actor.operator('sample'), async () => {
      const marac = await this.maracs.byCode('NB');
      if (!marac || (await this.meetings.arePlanned(marac.id))) return 0;
      const agencies = await this.maracs.agenciesOf(marac.id);
      const area = {
        id: marac.id,
        code: marac.code,
        agencies: new Map(agencies.map((agency) => [agency.name, agency.id])),
      };
      const episodes = yearOfReferrals(todayIn(TIME_ZONE, now));
      await this.goThrough(area, episodes, now);
      return episodes.length;
    });
  }

  private async goThrough(area: Area, episodes: readonly Episode[], now: Date): Promise<void> {
    this.meetings.begin();
    const held = await this.meetings.plan(area, now);
    let next = 0;
    for (const [index, meeting] of held.entries()) {
      for (; next < episodes.length && episodes[next]!.on < meeting.heldOn; next++)
        await this.bring(area, episodes[next]!);
      await this.meetings.hold(area, meeting, held.length - 1 - index, now);
      await tx().settle();
    }
    for (const episode of episodes.slice(next)) await this.bring(area, episode);
    const last = held.at(-1);
    if (last) await this.meetings.actionDueSoon(area, last, new Date(Date.now() + SOON_MS));
  }

  private async bring(area: Area, { on, referral, fate }: Episode): Promise<void> {
    const { agency, ...said } = referral;
    const input = { ...said, referringAgencyId: area.agencies.get(agency)! };
    await asOf(new Date(`${on}T12:00:00Z`), async () => {
      const placed = await this.intake.place(area, input, { as: fate === 'ACCEPTED' ? 'ACCEPTED' : 'SUBMITTED' });
      if (placed.status === 'ACCEPTED') await this.lists.listAccepted(placed.referralId, placed.caseId, area.id);
      if (placed.status !== 'SUBMITTED') return;
      await this.screenings.receive({ id: placed.referralId, caseId: placed.caseId, maracId: area.id });
      await this.decide(placed.referralId, fate);
    });
  }

  private async decide(referralId: string, fate: Fate): Promise<void> {
    switch (fate) {
      case 'OUT_OF_AREA':
      case 'NOT_DOMESTIC_ABUSE':
      case 'HISTORIC_ONLY':
        await this.screenings.screen(referralId, 1, {
          ...{ decision: 'DECLINE', reason: fate, advice: ADVICE[fate] },
          onwardService: 'VOLUNTARY_DA',
        });
        return;
      case 'RETURNED': {
        const advice = 'Please say how she can be reached safely.';
        await this.screenings.screen(referralId, 1, { decision: 'RETURN', fields: ['victim.phone'], advice });
        return;
      }
      case 'WITHDRAWN':
        await this.screenings.withdraw(referralId, 1, { reason: 'Referred by mistake.' });
        return;
      case 'ACCEPTED':
      case 'WAITING':
        return;
    }
  }
}
