import { Injectable } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import type { Referral } from './referral.entity.js';
import { endOfWorkingDay, type Place } from './screening-clock.rules.js';
import { Clock } from './screening.entity.js';
import { restartClock, stopClock } from './screening.queries.js';
import { SCREENING, type ScreeningRules } from './screening-section.rules.js';
import { EMERGENCY_DUE, SCREENING_LADDER } from './screening.jobs.js';

export interface ScreeningOfDay {
  rules: ScreeningRules;
  version: number;
  place: Place;
}

type Waiting = Pick<Referral, 'id' | 'caseId' | 'maracId'>;

/** The clock of each referral that waits for its screening. It starts when the referral comes in and stops when somebody decides. */
@Injectable()
export class ScreeningClocks {
  private readonly clocks = new Store(Clock);

  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly ladders: Ladders,
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /** How the area screens today. */
  async rules(maracId: string): Promise<ScreeningOfDay> {
    const calendar = await this.maracs.calendarOf(maracId);
    const { rules, version } = await this.maracs.rules(maracId, SCREENING, todayIn(TIME_ZONE, present()));
    return { rules, version, place: { ...calendar, timeZone: TIME_ZONE } };
  }

  /**
   * It came in. One that was returned and comes again keeps its clock. Returns when the screening is due.
   * @param stopped of one put aside as a duplicate: to its referrer it waits like any other
   */
  async start({ id, caseId, maracId }: Waiting, stopped = false): Promise<Date> {
    const { rules, version: ruleVersion, place } = await this.rules(maracId);
    return this.uow.elevated(async () => {
      const running = await this.clocks.byId(id);
      if (running && !running.stoppedAt) return running.dueAt;
      const receivedAt = present();
      const { limitWorkingDays: limitDays } = rules;
      const dueAt = endOfWorkingDay(receivedAt, limitDays, place);
      const times = { receivedAt, limitDays, ruleVersion, dueAt };
      if (running) restartClock(id, times);
      else {
        this.clocks.insert({ id, caseId, maracId, ...times, stoppedAt: stopped ? receivedAt : null, alarms: 0 });
      }
      await tx().settle();
      if (!stopped) await this.ladders.follow(SCREENING_LADDER, id);
      return dueAt;
    });
  }

  /** Somebody decided, or it was taken back. */
  async stop(referralId: string): Promise<void> {
    await this.uow.elevated(async () => {
      stopClock(referralId);
      await tx().settle();
    });
    await this.ladders.end(SCREENING_LADDER, referralId);
  }

  /** An emergency that is accepted is heard within hours; when it is not, the chairs hear of it. */
  async awaitHearing({ id, maracId }: Waiting): Promise<void> {
    const { rules } = await this.rules(maracId);
    this.due.set(EMERGENCY_DUE, id, new Date(present().getTime() + rules.emergencyHours * 3_600_000));
    this.audit.record({ action: 'referral.emergency', subject: { kind: 'referral', id }, maracId });
  }
}
