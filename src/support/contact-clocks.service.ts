import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { Outbox } from '../platform/events/outbox.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import {
  attemptsSince, type ClockRow, currentClock, isSupported, lockCase, lockClock, raiseBreach, type Received, receivedReferral, saveClock,
  shownClock, stopOther,
} from './clocks.queries.js'; // prettier-ignore
import { type BreachKind, contactDue, hoursWarnings, priorityOf, readContactClock } from './contact-clock.rules.js';
import type { ContactClockView } from './contacts.dto.js';
import { CONTACT_BREACHED, CONTACT_DUE } from './support.events.js';
import { SUPPORT } from './support-rules.js';
import { ContactClock } from './support.entity.js';

/** Referrals that ask for no contact of their own: taken back, or another referral's double. */
const CALLED_OFF: Readonly<Record<string, string>> = { WITHDRAWN: 'WITHDRAWN', DUPLICATE: 'DUPLICATE' };

/**
 * By when the victim of each referral must have been contacted. What a clock shows is worked out anew from the log each time it is
 * looked at: by an attempt, a correction, its due row, or the sweep. Decides as the system.
 */
@Injectable()
export class ContactClocks {
  private readonly clocks = new Store(ContactClock);

  constructor(
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly uow: UnitOfWork,
  ) {}

  /** A referral came in. Said again, it changes nothing. Of two of one case, the clock that is due first runs. */
  async start(referralId: string): Promise<void> {
    const received = await receivedReferral(referralId);
    if (!received) return;
    lockCase(received.caseId); // an event and the sweep may start it at the same moment
    if (await this.clocks.byId(referralId)) return;
    const { caseId, maracId, receivedAt, status } = received;
    const { priority, dueAt, ruleVersion } = await this.termsOf(received);
    const running = await currentClock(caseId);
    const off = CALLED_OFF[status] ?? null;
    const waits = off === null && running?.runs === true && running.dueAt > present() && running.dueAt <= dueAt;
    if (off === null && running?.runs && !waits) stopOther(running.id);
    const stoppedBy = off ?? (waits ? 'EARLIER_CLOCK' : null);
    const stopped = { stoppedAt: stoppedBy ? present() : null, stoppedBy, settled: stoppedBy !== null };
    this.clocks.insert({ id: referralId, caseId, maracId, receivedAt, priority, ruleVersion, dueAt, ...stopped });
    await tx().settle();
    if (!stoppedBy) await this.look(referralId);
  }

  /** Something of the case changed that a clock goes by. */
  async lookAtCase(caseId: string): Promise<void> {
    await this.uow.elevated(async () => {
      lockCase(caseId); // a clock that starts at this moment would know nothing of the attempt, nor the attempt of the clock
      await tx().settle();
      const clock = await currentClock(caseId);
      if (clock) await this.look(clock.id);
      await tx().settle();
    });
  }

  /** Works out how a clock stands, under lock, tells what is owed, once, and promises to look again. */
  async look(clockId: string): Promise<void> {
    const clock = await lockClock(clockId);
    if (!clock || isStopped(clock)) return;
    const off = CALLED_OFF[clock.status];
    const { priority, dueAt, ruleVersion, rules } = await this.termsOf(clock);
    if (off) {
      const stopped = { stoppedAt: clock.now, stoppedBy: off, settled: true };
      saveClock(clockId, { priority, dueAt, ruleVersion, ...stopped });
      return this.due.clear(CONTACT_DUE, clockId);
    }
    const attempts = await attemptsSince(clock.caseId, clock.receivedAt);
    const { stoppedAt, owed, nextAt } = readContactClock({ ...clock, priority, dueAt, attempts }, rules, clock.now);
    const stoppedBy = stoppedAt ? rules.stoppedBy : null;
    saveClock(clockId, { priority, dueAt, ruleVersion, stoppedAt, stoppedBy, settled: nextAt === null });
    if (!stoppedAt && !(await isSupported(clock.caseId))) owed.unshift('UNSUPPORTED');
    for (const kind of owed) await this.tell(clock, kind);
    if (nextAt) this.due.set(CONTACT_DUE, clockId, nextAt);
    else this.due.clear(CONTACT_DUE, clockId);
  }

  /** The clock that runs, or ran last, for a reader who may know of contacts. */
  async view(open: OpenCase): Promise<ContactClockView | null> {
    const clock = await shownClock(open);
    if (!clock) return null;
    const { referralId, receivedAt, priority, dueAt, stoppedAt, ruleVersion } = clock;
    const { rules } = await this.maracs.rules(open.maracId, SUPPORT, todayIn(TIME_ZONE, receivedAt));
    const now = present();
    const attempts = await attemptsSince(open.caseId, receivedAt);
    const { week } = readContactClock({ receivedAt, priority, dueAt, attempts }, rules, now);
    const warnings = hoursWarnings(clock, rules, now).map((each) => ({ ...each, at: each.at.toISOString() }));
    return {
      ...{ referralId, priority, ruleVersion, warnings, needed: week?.needed ?? 0, made: week?.made ?? 0 },
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      stoppedAt: stoppedAt?.toISOString() ?? null,
      overdue: (stoppedAt ?? now) >= dueAt,
    };
  }

  /** By the rules of the day on which it came. */
  private async termsOf({ maracId, receivedAt, ...referral }: Received) {
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of a referral is not there');
    const { rules, version } = await this.maracs.rules(maracId, SUPPORT, todayIn(TIME_ZONE, receivedAt));
    const priority = priorityOf(referral, rules);
    const dueAt = contactDue(receivedAt, priority, rules, { ...calendar, timeZone: TIME_ZONE });
    return { priority, dueAt, ruleVersion: version, rules };
  }

  private async tell(clock: ClockRow, kind: BreachKind): Promise<void> {
    const breachId = newId();
    if (!(await raiseBreach(breachId, clock, kind))) return;
    const { referralId: clockId, caseId, maracId } = clock;
    this.outbox.publish({ name: CONTACT_BREACHED, ids: { breachId, clockId, caseId, maracId } });
    const subject = { kind: 'referral', id: clockId };
    this.audit.record({ action: 'contact.not-in-time', subject, maracId, code: kind });
  }
}

/** For good: an attempt that is corrected starts a clock again, a later one or a withdrawal does not. */
function isStopped({ stoppedBy }: ClockRow): boolean {
  return stoppedBy !== null && stoppedBy !== 'ATTEMPT' && stoppedBy !== 'CONTACT';
}
