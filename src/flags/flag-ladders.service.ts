import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Ladders } from '../alerts/ladders.service.js';
import type { OwedFacts, Owing } from '../alerts/owing.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { WhenDue } from '../platform/due/when-due.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { MARKER_DUE } from './flags.events.js';
import { MARKER_NORMS } from './marker-section.rules.js';
import { owedBy } from './marker.rules.js';
import { lockChase, markersOf } from './markers.queries.js';

const LADDER = { kind: 'flag', dueKind: MARKER_DUE };

/** An agency that stays silent though it was reminded: its manager is told, then the chair, until it has said what it did. */
@Injectable()
export class FlagLadders implements Owing, OnModuleInit {
  constructor(
    private readonly ladders: Ladders,
    private readonly maracs: MaracsReader,
  ) {}

  onModuleInit(): void {
    this.ladders.climbs(LADDER, this);
  }

  /** The agency was reminded. */
  begin(chaseId: string): Promise<void> {
    return this.ladders.follow(LADDER, chaseId);
  }

  @WhenDue(MARKER_DUE)
  async whenDue(chaseId: string): Promise<void> {
    await this.ladders.look(LADDER, chaseId);
  }

  /** What the agency was reminded of it must still owe: for the flag as it stood, and that it places or that it removes. */
  async owed(chaseId: string): Promise<OwedFacts | null> {
    const chase = await lockChase(chaseId);
    if (!chase || chase.flagVersion !== chase.version) return null;
    const { flagId: subjectId, caseId, maracId, agencyId, raisedAt: dueAt } = chase;
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of a flag is not there');
    const today = todayIn(TIME_ZONE, present());
    const { rules } = await this.maracs.rules(maracId, MARKER_NORMS, today);
    const [marker] = await markersOf(subjectId, agencyId);
    if (!marker || owedBy(marker, today, { ...rules, calendar })?.owed !== chase.owed) return null;
    return { subjectId, caseId, maracId, agencyId, ladder: 'flagMarkers', dueAt, epoch: 1, pauses: [] };
  }
}
