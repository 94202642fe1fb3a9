import { Injectable } from '@nestjs/common';
import { TICKED } from '../calendar/tasks.rules.js';
import { Tasks } from '../calendar/tasks.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';

/**
 * What was written and sent outside the system after each meeting of the sample, ticked off: a visitor's list of tasks is that of somebody who
 * keeps up. The last meeting is left, so that there is something to do.
 */
@Injectable()
export class SamplePaperwork {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly maracs: MaracsReader,
    private readonly meetings: MeetingsService,
    private readonly tasks: Tasks,
  ) {}

  async done(code: string): Promise<void> {
    await this.uow.run(Actor.operator('sample'), async () => {
      const marac = await this.maracs.byCode(code);
      if (!marac) return;
      const to = todayIn(TIME_ZONE, present());
      const { items } = await this.meetings.list({ marac: marac.id, to, limit: 100 });
      const held = items.filter(({ status }) => status === 'HELD').slice(0, -1);
      for (const { id } of held) for (const kind of TICKED) await this.tasks.tick(id, { kind });
    });
  }
}
