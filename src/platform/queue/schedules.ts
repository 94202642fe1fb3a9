import { Injectable } from '@nestjs/common';
import { Actor } from '../db/actor.js';
import { tx } from '../db/transaction.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { EventLog } from '../log/event-log.js';
import { jobOptions, type WorkQueue } from './backend.js';
import type { JobDefinition } from './job.js';
import { JobCatalogue } from './job-catalogue.js';
import { Jobs } from './jobs.js';
import { intervalMs, nextRun } from './schedule.js';
import { WorkSettings } from './work-settings.js';

const KEEPER = Actor.system('platform.keep-schedules');
const SCHEDULES_LOCK = 7_201_010;
const GRACE_MS = 60_000;

type Carried = Awaited<ReturnType<WorkQueue['getJobSchedulers']>>[number];

/** Keeps the queue's schedules as the code wants them, and finds the runs that the queue lost. */
@Injectable()
export class Schedules {
  constructor(
    private readonly catalogue: JobCatalogue,
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: Jobs,
    private readonly settings: WorkSettings,
    private readonly log: EventLog,
  ) {}

  /** One schedule for each scheduled job, however many instances start at once; schedules that the code no longer has go. */
  async ensure(queue: WorkQueue): Promise<void> {
    await this.unitOfWork.run(KEEPER, async () => {
      await tx().query('select pg_advisory_xact_lock($1)', [SCHEDULES_LOCK]);
      const carried = new Map((await queue.getJobSchedulers(0, -1)).map((schedule) => [schedule.key, schedule]));
      for (const job of this.catalogue.scheduled()) {
        tx().write('insert into platform.schedule (job) values ($1) on conflict do nothing', [job.name]);
        if (!isCarried(job, carried.get(job.name))) await this.upsert(queue, job);
        carried.delete(job.name);
      }
      for (const key of carried.keys()) await queue.removeJobScheduler(key);
    });
  }

  /** Adds the runs that were due more than a minute ago and never started: the queue was emptied or away. */
  async catchUp(): Promise<void> {
    const rows = await this.unitOfWork.run(KEEPER, () =>
      tx().query<{ job: string; since: Date; now: Date }>(
        `select job, coalesce(started_at, first_seen_at) as since, clock_timestamp() as now from platform.schedule`,
      ),
    );
    for (const { job: name, since, now } of rows) {
      const job = this.catalogue.find(name)?.definition;
      if (!job?.every) continue;
      const missed = nextRun(job.every, since);
      const grace = Math.max(GRACE_MS, typeof job.every === 'string' ? intervalMs(job.every) : 0);
      if (missed.getTime() + grace >= now.getTime()) continue;
      this.log.warn('schedule.missed', { name });
      this.jobs.add(job, {}, { jobId: `missed.${name}.${missed.getTime()}` });
    }
  }

  /** Notes that a scheduled job begins now. */
  async started(name: string): Promise<void> {
    await this.unitOfWork.run(KEEPER, async () =>
      tx().write(
        `insert into platform.schedule (job, started_at) values ($1, clock_timestamp())
         on conflict (job) do update set started_at = excluded.started_at`,
        [name],
      ),
    );
  }

  /** Notes, in the current unit of work, that it was done. */
  done(name: string): void {
    tx().write('update platform.schedule set done_at = clock_timestamp() where job = $1', [name]);
  }

  private async upsert(queue: WorkQueue, { name, every }: JobDefinition): Promise<void> {
    const repeat =
      typeof every === 'string' ? { every: intervalMs(every) } : { pattern: every!.cron, tz: every!.timeZone };
    try {
      await queue.upsertJobScheduler(name, repeat, { name, data: { ids: {} }, opts: jobOptions(this.settings) });
    } catch (error) {
      this.log.error('schedule.refused', error, { name });
    }
  }
}

/** True when the queue holds this schedule and its next run is not long past. */
function isCarried({ every }: JobDefinition, carried: Carried | undefined): boolean {
  if (!carried) return false;
  const interval = typeof every === 'string' ? intervalMs(every) : 0;
  if ((carried.next ?? 0) < Date.now() - GRACE_MS - interval) return false;
  if (typeof every === 'string') return Number(carried.every) === interval;
  return carried.pattern === every!.cron && carried.tz === every!.timeZone;
}
