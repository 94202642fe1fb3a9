import { Injectable } from '@nestjs/common';
import { AuditReader, type Deed } from '../audit/audit.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import type { RuleBook } from '../maracs/rule-book.rules.js';
import { Actor } from '../platform/db/actor.js';
import { isId, newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Handles } from '../platform/queue/job.js';
import { todayIn } from '../platform/values/dates.js';
import { type Reading, type Refused, unusualIn } from './unusual.rules.js';
import { FINDING_RAISED } from './watch.events.js';
import { LOOK } from './watch.jobs.js';
import { circumstances, insertFinding, refusals, saveProgress, takeProgress } from './watch.queries.js';
import { WATCH } from './watch-section.rules.js';

const BATCH = 500;
const LOOKOUT = Actor.system(LOOK.name);

/** Looks through the record in the order in which it was sealed, so that every line is looked at once, whenever it was committed. */
@Injectable()
export class Lookout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly deeds: AuditReader,
    private readonly maracs: MaracsReader,
    private readonly outbox: Outbox,
  ) {}

  @Handles(LOOK)
  async run(): Promise<void> {
    await this.look();
  }

  /** Looks at all that is sealed. @returns how many lines it looked at */
  async look(): Promise<number> {
    for (let looked = 0; ;) {
      const count = await this.uow.run(LOOKOUT, () => this.batch());
      looked += count;
      if (count < BATCH) return looked;
    }
  }

  private async batch(): Promise<number> {
    const from = await takeProgress();
    if (from === undefined) return 0; // another worker is looking
    const deeds = await this.deeds.sealedFrom(from, BATCH);
    for (const deed of deeds) await this.lookAt(deed);
    const last = deeds.at(-1);
    if (last) saveProgress(last.position + 1);
    return deeds.length;
  }

  private async lookAt(deed: Deed): Promise<void> {
    if (deed.actorKind !== 'user' || !isId(deed.actorId)) return;
    if (deed.action === 'case.opened' && deed.maracId && isId(deed.subjectId)) {
      const found = await circumstances(deed.actorId, deed.subjectId, deed.id);
      if (found) await this.weigh(deed, deed.maracId, { kind: 'reading', hour: hourOf(deed.at), ...found });
    }
    if (deed.outcome === 'REFUSED' && (deed.code === 'not-found' || deed.code === 'not-allowed')) {
      const { maracIds, refusalsInHour } = await refusals(deed.actorId, deed.id);
      for (const maracId of maracIds) await this.weigh(deed, maracId, { kind: 'refused', refusalsInHour });
    }
  }

  private async weigh(deed: Deed, maracId: string, seen: Reading | Refused): Promise<void> {
    const day = todayIn(TIME_ZONE, deed.at);
    const { rules, version } = (await this.ruleBook(maracId)).in(WATCH, day);
    for (const { rule, count } of unusualIn(seen, rules)) {
      const id = newId();
      const ofPerson = rule === 'IN_BULK' || rule === 'REFUSED_OFTEN';
      const subject = ofPerson
        ? { subjectKind: 'user', subjectId: deed.actorId }
        : { subjectKind: deed.subjectKind, subjectId: deed.subjectId };
      const about = { id, maracId, rule, userId: deed.actorId, ...subject };
      if (await insertFinding({ ...about, eventId: deed.id, day, count, ruleVersion: version })) {
        this.outbox.publish({ name: FINDING_RAISED, ids: { findingId: id, maracId } });
      }
    }
  }

  private ruleBook(maracId: string): Promise<RuleBook> {
    return tx().memory(`watch rules ${maracId}`, () => this.maracs.ruleBook(maracId));
  }
}

const HOUR = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', hourCycle: 'h23' });
const hourOf = (at: Date) => Number(HOUR.format(at));
