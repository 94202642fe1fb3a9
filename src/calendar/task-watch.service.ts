import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { present } from '../platform/values/clock.js';
import { addDays, todayIn } from '../platform/values/dates.js';
import { isWorkingDay } from '../platform/values/working-days.js';
import { TASK_OVERDUE } from './calendar.events.js';
import { areas, raiseReminder } from './reminders.queries.js';
import { isTimeToTell, toTell } from './reminders.rules.js';
import { TASK_RULES } from './task-rules.js';
import { Tasks } from './tasks.service.js';

/** Goes through the tasks as the tables tell them: nothing is promised beforehand, so nothing can be lost. */
export const WATCH_TASKS = defineJob({ name: 'calendar.watch-tasks', every: '15m', transaction: 'own' });

/** Of meetings longer ago nobody is told: what is left of them stands in the list of tasks. */
const DAYS_BACK = 30;

/** A list of tasks helps who looks at it. Whoever does not is told, once, of what nobody did in time: a case list that did not go out. */
@Injectable()
export class TaskWatch {
  constructor(
    private readonly tasks: Tasks,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** One area in trouble keeps none of the others from being told. */
  @Handles(WATCH_TASKS)
  async watch(): Promise<void> {
    const actor = Actor.system(WATCH_TASKS.name);
    await this.uow.each(actor, this.uow.found(actor, areas), async (maracId) => {
      if (await this.isTime(maracId)) await this.look(maracId);
    });
  }

  /** Raises what is overdue in an area as things stand, each once. */
  async look(maracId: string): Promise<void> {
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, TASK_RULES, today);
    const overdue = toTell(await this.tasks.of(maracId, today), rules.told, today, addDays(today, -DAYS_BACK));
    for (const { kind, meetingId, dueOn } of overdue) {
      const id = newId();
      if (!(await raiseReminder({ id, maracId, meetingId, kind, dueOn }))) continue;
      this.outbox.publish({ name: TASK_OVERDUE, ids: { reminderId: id, maracId } });
      const subject = meetingId ? { kind: 'meeting', id: meetingId } : { kind: 'marac', id: maracId };
      this.audit.record({ action: TASK_OVERDUE, subject, maracId, code: kind });
    }
  }

  private async isTime(maracId: string): Promise<boolean> {
    const now = Temporal.Instant.fromEpochMilliseconds(present().getTime()).toZonedDateTimeISO(TIME_ZONE);
    const { nation, closures } = await this.maracs.calendarOf(maracId);
    return isTimeToTell(now.hour, isWorkingDay(now.toPlainDate().toString(), nation, closures));
  }
}
