import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Due } from '../platform/due/due.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Outbox } from '../platform/events/outbox.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { clock, flaggingMaracs, tellChanges } from './flag-changes.queries.js';
import { FlagLadders } from './flag-ladders.service.js';
import { FLAG_UNACKNOWLEDGED, LOOK_THROUGH } from './flags.events.js';
import { MARKER_NORMS } from './marker-section.rules.js';
import { overdueIfSince, owedBy } from './marker.rules.js';
import { raiseChase, unsaid } from './markers.queries.js';

/** Goes through the flags themselves, for cases that were shared meanwhile, and in case a due row were lost. */
export const SWEEP_FLAGS = defineJob({ name: 'flags.sweep', every: '15m', transaction: 'own' });

/**
 * What becomes of flags by itself: they lapse, the feed tells of them, and agencies that say nothing are reminded, once. Each is told
 * from the tables as they stand, so that a worker that was away finds afterwards what there was to do. A MARAC is looked through
 * when a flag of it was set or moved, and after every midnight.
 */
@Injectable()
export class FlagWatch {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly due: Due,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
    private readonly climb: FlagLadders,
  ) {}

  @WhenDue(LOOK_THROUGH)
  async whenDue(maracId: string): Promise<void> {
    await this.lookThrough(maracId);
  }

  /** The guarantee behind the due rows. What goes wrong in one MARAC does not keep the others from being looked through. */
  @Handles(SWEEP_FLAGS)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_FLAGS.name);
    await this.uow.each(actor, await this.uow.run(actor, flaggingMaracs), (id) => this.lookThrough(id));
  }

  private async lookThrough(maracId: string): Promise<void> {
    const { today, tomorrow } = await clock(TIME_ZONE);
    // first, so that whoever is setting a flag of this MARAC is waited for and seen below
    this.due.set(LOOK_THROUGH, maracId, tomorrow);
    await this.chase(maracId, today);
    tellChanges(maracId, today);
  }

  /** By the norms in force on the day of the reminder. */
  private async chase(maracId: string, today: string): Promise<void> {
    const calendar = await this.maracs.calendarOf(maracId);
    const { rules } = await this.maracs.rules(maracId, MARKER_NORMS, today);
    const placing = overdueIfSince(today, rules.placingDays, calendar);
    const removing = overdueIfSince(today, rules.removingDays, calendar);
    for (const found of await unsaid(maracId, { today, placing, removing })) {
      const owing = owedBy(found, today, { ...rules, calendar });
      if (!owing?.overdue) continue;
      const { flagId, caseId, agencyId, version } = found;
      const chaseId = newId();
      const { owed } = owing;
      if (!(await raiseChase({ id: chaseId, flagId, caseId, maracId, agencyId, owed, version }))) continue;
      this.outbox.publish({ name: FLAG_UNACKNOWLEDGED, ids: { flagId, caseId, maracId, agencyId, chaseId } });
      await this.climb.begin(chaseId);
      this.audit.record({
        action: 'flag.unacknowledged',
        subject: { kind: 'flag', id: flagId },
        maracId,
        code: owed,
      });
    }
  }
}
