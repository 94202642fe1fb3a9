import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { areaLadders } from './ladder-book.js';
import { momentsOf, nextRung, type Pause } from './ladder.rules.js';
import type { NextRungView } from './alerts.http.js';
import { rungInWords, rungSays } from './ladder-words.rules.js';
import { runningLadder } from './ladders.queries.js';

/** Who hears next of something that is owed, and when: shown on the thing itself, before it happens. */
@Injectable()
export class NextRung {
  constructor(
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
  ) {}

  /** Whoever asks has seen the thing. Null when nobody is told any more, or not while a pause without an end lasts. */
  async of(ladderId: string, pauses: readonly Pause[]): Promise<NextRungView | null> {
    const running = await this.uow.elevated(() => runningLadder(ladderId));
    if (!running) return null;
    const { maracId, ladder, dueAt, since, raised: keys, lastAt, now } = running;
    const { rules, calendar } = await areaLadders(this.maracs, maracId, now);
    const course = { dueAt, calendar, timeZone: TIME_ZONE, remindAt: rules.remindAt, since, pauses };
    const next = nextRung(momentsOf(rules[ladder], course), course, { keys, lastAt }, now);
    if (!next) return null;
    const { key, rung, at } = next;
    const { tells, urgent = false } = rung;
    return { rung: rungInWords(key), at: at.toISOString(), tells: [...tells], urgent, says: rungSays(next, TIME_ZONE) };
  }
}
