import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { present } from '../platform/values/clock.js';
import type { IsoDate } from '../platform/values/dates.js';
import { isWorkingDay, type WorkingCalendar } from '../platform/values/working-days.js';
import { ChoiceReader } from './choices.service.js';
import { DIGEST_DUE, SWEEP_DIGESTS } from './digest.jobs.js';
import { collect, endDigest, lateDigests, lockDigest, openDigest, undigested } from './digests.queries.js';
import { nextDigest } from './hours.rules.js';
import { SEND_MAILS } from './mail.jobs.js';
import { Mail } from './notification.entity.js';

const BATCH = 500;
/** Days in a row whose digest was made already can only be one or two; more would mean that nothing is ever planned. */
const FURTHEST = 10;

/**
 * What can wait is told once a working day, to each person in one message. A digest is a row before it is due, so nothing is told
 * twice, whatever is killed; what is left over when one is made waits for the next.
 */
@Injectable()
export class Digests {
  private readonly mails = new Store(Mail);

  constructor(
    private readonly maracs: MaracsReader,
    private readonly choices: ChoiceReader,
    private readonly due: Due,
    private readonly jobs: Jobs,
    private readonly uow: UnitOfWork,
  ) {}

  /** Sees to it that there will be a digest for a person. Once for all that they are told in one unit of work: its row stays locked. */
  planned(userId: string, maracId: string): Promise<void> {
    return tx().memory(`digest of ${userId}`, () => this.plan(userId, maracId));
  }

  private async plan(userId: string, maracId: string, after?: IsoDate): Promise<void> {
    const time = await this.choices.digestTime(userId, maracId);
    const calendar = await this.calendarOf(maracId);
    for (let tries = 0; tries < FURTHEST; tries++) {
      const next = nextDigest(present(), time, calendar, TIME_ZONE, after);
      const open = await openDigest({ id: newId(), userId, maracId, ...next });
      if (open) return this.due.set(DIGEST_DUE, open.id, open.dueAt);
      after = next.day;
    }
    throw new Error('there is no day for a digest');
  }

  /** On a day that was closed since, what waits goes on waiting. Nothing to tell is told to nobody. */
  @WhenDue(DIGEST_DUE)
  async make(digestId: string): Promise<void> {
    const digest = await lockDigest(digestId);
    if (!digest) return;
    const { userId, maracId, day } = digest;
    const { nation, closures } = await this.calendarOf(maracId);
    if (!isWorkingDay(day, nation, closures)) {
      endDigest(digestId, 'EMPTY');
      return this.plan(userId, maracId, day);
    }
    if ((await collect(digestId, userId)) === 0) return endDigest(digestId, 'EMPTY');
    endDigest(digestId, 'MADE');
    const retryAt = await this.choices.notBefore(userId, maracId);
    const mailId = newId();
    this.mails.insert({ id: mailId, noticeId: null, digestId, userId, state: 'WAITING', retryAt });
    if (retryAt === 'now') this.jobs.add(SEND_MAILS);
  }

  /** The guarantee behind the due rows. What goes wrong for one person does not keep the others from being told. */
  @Handles(SWEEP_DIGESTS)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_DIGESTS.name);
    await this.uow.each(actor, this.left(actor), (see) => see());
  }

  private async *left(actor: Actor): AsyncGenerator<() => Promise<void>> {
    for (const id of await this.uow.run(actor, () => lateDigests(BATCH))) yield () => this.make(id);
    for (const { userId, maracId } of await this.uow.run(actor, () => undigested(BATCH)))
      yield () => this.planned(userId, maracId);
  }

  private async calendarOf(maracId: string): Promise<WorkingCalendar> {
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of a digest is not there');
    return calendar;
  }
}
