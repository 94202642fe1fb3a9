import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { Outbox } from '../platform/events/outbox.js';
import { Miswired } from '../platform/queue/miswired.js';
import { ALERT_RAISED } from './alerts.events.js';
import { areaLadders } from './ladder-book.js';
import { type Course, lookAt, momentsOf, type Raised, type RungMoment, standing, type Standing, withMissed } from './ladder.rules.js'; // prettier-ignore
import { endLadder, insertRung, ladderNow, type LadderRow, saveLadder } from './ladders.queries.js';
import type { OwedFacts, Owing, RaisedRung } from './owing.rules.js';

/** What climbs ladders of one kind, and the kind of due row that wakes them: its subject is the ladder's id. */
export interface LadderKind {
  kind: string;
  dueKind: string;
}

interface Climb {
  kind: string;
  id: string;
  facts: OwedFacts;
  now: Date;
  course: Course;
  raised: Raised;
  place: Standing;
}

/**
 * One engine for everything that is owed by a time: who is told, and when, until it is done. A ladder has one due row, for its next
 * rung. Each look begins with how things stand in the room that owns the subject, so that a ladder that was lost is there again, and one
 * of something done raises nothing. A rung is its row, its event and its line in the record, in one transaction.
 */
@Injectable()
export class Ladders implements OnApplicationBootstrap {
  private readonly rooms = new Map<string, { dueKind: string; owing: Owing }>();
  private booted = false;

  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  onApplicationBootstrap(): void {
    this.booted = true;
  }

  /** A room says, as the application starts, that its things climb ladders. @throws Miswired for a kind that is taken */
  climbs({ kind, dueKind }: LadderKind, owing: Owing): void {
    if (this.booted || this.rooms.has(kind))
      throw new Miswired(`ladders of the kind ${kind} are taken, or come too late`);
    this.rooms.set(kind, { dueKind, owing });
  }

  /**
   * Something is owed from now on, or by another time, by another agency, after a pause: its next rung is set. Raises nothing itself.
   * What is not owed any more climbs no longer. In the unit of work of whoever changed it.
   */
  async follow({ kind }: LadderKind, id: string): Promise<void> {
    await this.uow.elevated(async () => {
      const climb = await this.climb(kind, id);
      if (!climb) return this.stop(kind, id);
      this.keep(climb, climb.raised, lookAt(climb.place));
    });
  }

  /** Sweeps found these, without having been told that their time has come. Together, or not at all. As the system. */
  async lookAgain(kind: string, ids: readonly string[]): Promise<void> {
    await this.due.hold(this.room(kind).dueKind, ids);
    const ends = await Promise.allSettled(ids.map((id) => this.look({ kind }, id)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Its time has come: raises the rung that stands now, once, however often it is asked. As the system. */
  async look({ kind }: { kind: string }, id: string): Promise<void> {
    const climb = await this.climb(kind, id);
    if (!climb) return this.stop(kind, id);
    const { raise, passedOver, nextAt } = climb.place;
    if (!raise) return this.keep(climb, climb.raised, nextAt);
    await this.raise(climb, raise, passedOver);
    const keys = [...climb.raised.keys, ...passedOver.map(({ key }) => key), raise.key];
    this.keep(climb, { keys, lastAt: raise.at }, nextAt);
  }

  /** Nothing is owed any more. Harmless when nothing was. In the unit of work of whoever did it. */
  async end({ kind }: LadderKind, id: string): Promise<void> {
    await this.uow.elevated(async () => this.stop(kind, id));
  }

  private async climb(kind: string, id: string): Promise<Climb | null> {
    // one round trip: the room's first statement locks the subject, and what follows it on the connection waits for that
    const [facts, row] = await Promise.all([this.room(kind).owing.owed(id), ladderNow(id)]);
    if (!facts) return null;
    const { now } = row;
    const { rules, calendar } = await areaLadders(this.maracs, facts.maracId, now);
    const { since, raised } = soFar(row, facts);
    const { dueAt, pauses } = facts;
    const course = { dueAt, calendar, timeZone: TIME_ZONE, remindAt: rules.remindAt, since, pauses };
    const place = standing(momentsOf(rules[facts.ladder], course), course, raised, now);
    return { kind, id, facts, now, course, raised, place };
  }

  private async raise({ kind, id: ladderId, facts, raised }: Climb, moment: RungMoment, missed: RungMoment[]) {
    const { key, at, rung } = moment;
    const { maracId, caseId, subjectId, agencyId, epoch, dueAt } = facts;
    const first = rung.step === 'AFTER' && !raised.keys.some((earlier) => earlier.startsWith('AFTER'));
    const passedOver = missed.map((one) => one.key);
    const what = { key, step: rung.step, ...withMissed(rung, missed.map((one) => one.rung)), passedOver }; // prettier-ignore
    const one: RaisedRung = { id: newId(), ladderId, facts, first, ...what };
    const where = { kind, subjectId, agencyId, maracId, caseId, epoch, dueAt };
    insertRung({ ...where, id: one.id, ladderId, ...what, plannedAt: at! });
    const told = (await this.room(kind).owing.raised?.(one)) ?? {};
    this.outbox.publish(told.event ?? { name: ALERT_RAISED, ids: { rungId: one.id, maracId } });
    this.audit.record({
      action: told.deed ?? ALERT_RAISED,
      subject: told.subject ?? { kind, id: subjectId },
      maracId,
      code: key,
    });
  }

  /** As it stands from now on, with its one due row. */
  private keep({ kind, id, facts, course }: Climb, { keys, lastAt }: Raised, nextAt: Date | null): void {
    const { since } = course;
    const { dueKind } = this.room(kind);
    saveLadder({ id, kind, ...facts, since, raised: keys, lastAt, nextAt });
    if (nextAt) this.due.set(dueKind, id, nextAt);
    else this.due.clear(dueKind, id);
  }

  private stop(kind: string, id: string): void {
    endLadder(id);
    this.due.clear(this.room(kind).dueKind, id);
  }

  private room(kind: string) {
    const room = this.rooms.get(kind);
    if (!room) throw new Miswired(`no room has ladders of the kind ${kind}`);
    return room;
  }
}

/** What was raised belongs to the due moment it was raised for. */
function soFar({ now, since, epoch, raised, lastAt }: LadderRow, facts: OwedFacts): { since: Date; raised: Raised } {
  if (!since || epoch !== facts.epoch) return { since: facts.since ?? now, raised: { keys: [], lastAt: null } };
  return { since: facts.since ?? since, raised: { keys: raised ?? [], lastAt } };
}
