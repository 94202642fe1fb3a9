import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { CLOSURE_REASONS, type ClosureReason, RISK_EFFECTS } from '../actions/action.rules.js';
import type { ActionView, NewAction } from '../actions/actions.http.js';
import { ActionsReader } from '../actions/actions.reader.js';
import { ActionsService } from '../actions/actions.service.js';
import type { Closure } from '../actions/actions.dto.js';
import { CATALOGUE } from '../actions/catalogue.rules.js';
import { RepeatedAction } from '../actions/repeated-action.http.js';
import { HearingService } from '../meetings/hearing.service.js';
import { asOf } from '../platform/values/clock.js';
import { addDays, type IsoDate } from '../platform/values/dates.js';
import { SAMPLE_AGENCIES } from './partnership.service.js';
import { CLOSURES, RISKS, UPDATES } from './phrases.js';
import { Chance } from './prng.js';
import type { Area } from './sample-meetings.service.js';

const DAY = 86_400_000;
/** Actions agreed at the last meeting but one that nobody has done: what an overdue list looks like. */
const OVERDUE = 5;

const REASONS: readonly (readonly [ClosureReason, number])[] = CLOSURE_REASONS.map((reason) => [
  reason,
  reason === 'COMPLETED' ? 82 : 2,
]);

interface Heard {
  agendaItemId: string;
  heldOn: IsoDate;
  /** meetings held since */
  ago: number;
}

/** What agencies agreed to do about the sample's cases, and whether they did. */
@Injectable()
export class SampleActions {
  private chance = new Chance(82);
  private closed = 0;
  private overdue = 0;

  constructor(
    private readonly hearing: HearingService,
    private readonly actions: ActionsService,
    private readonly reader: ActionsReader,
    private readonly access: Access,
  ) {}

  begin(): void {
    this.chance = new Chance(82);
    this.closed = 0;
    this.overdue = 0;
  }

  /** Agrees actions on a case that was heard, and lets time pass until `now`. */
  async agree(area: Area, heard: Heard, now: Date): Promise<void> {
    const { chance } = this;
    const entries = new Set(Array.from({ length: chance.weighted([[0, 20], [1, 40], [2, 30], [3, 10]] as const) }, () => chance.pick(CATALOGUE))); // prettier-ignore
    for (const entry of entries) {
      const agency = SAMPLE_AGENCIES.find(([, kind]) => entry.agencyKinds.includes(kind)) ?? SAMPLE_AGENCIES[0];
      const ownerAgencyId = area.agencies.get(agency[0])!;
      const input = {
        catalogueCode: entry.code,
        ownerAgencyId,
        ownerPost: 'Duty manager',
        riskAddressed: chance.pick(RISKS),
      };
      const action = await this.set(heard.agendaItemId, input);
      await this.carryOut(action, heard, now);
    }
  }

  /** An urgent action that turns overdue at a moment. */
  async agreeDue(area: Area, agendaItemId: string, dueAt: Date): Promise<void> {
    const input = { catalogueCode: 'P01', ownerAgencyId: area.agencies.get('Police')!, ownerPost: 'Duty sergeant' };
    await this.set(agendaItemId, { ...input, dueAt: dueAt.toISOString() });
  }

  /** On a repeat the same may be agreed again, by who has looked at what came of it. */
  private async set(agendaItemId: string, input: NewAction): Promise<ActionView> {
    try {
      return await this.hearing.agreeAction(agendaItemId, input);
    } catch (error) {
      if (!(error instanceof RepeatedAction)) throw error;
      return this.hearing.agreeAction(agendaItemId, { ...input, lookedAt: [...error.earlier] });
    }
  }

  /** The check on a victim whose case was put off is carried out like everything else. */
  async checkMeanwhile(caseId: string, heard: Heard, now: Date): Promise<void> {
    const open = await this.access.open(caseId, 'record-action');
    for (const action of await this.reader.openOf(open))
      if (action.agendaItemId === heard.agendaItemId) await this.carryOut(action, heard, now);
  }

  private async carryOut(action: ActionView, { heldOn, ago }: Heard, now: Date): Promise<void> {
    const { chance } = this;
    const dueAt = new Date(action.dueAt);
    let { version } = action;
    if (chance.happens(0.5)) {
      const moment = new Date(Math.min(between(chance, heldOn, dueAt), now.getTime()));
      ({ version } = await asOf(moment, () => this.actions.update(action.id, { note: chance.pick(UPDATES) })));
    }
    if (dueAt > now) return;
    if (ago === 1 && this.overdue < OVERDUE) {
      this.overdue++;
      return;
    }
    const late = chance.happens(0.12) ? chance.whole(1, 6) * DAY : 0;
    await this.close(action.id, version, new Date(Math.min(between(chance, heldOn, dueAt) + late, now.getTime())));
  }

  private async close(id: string, version: number, moment: Date): Promise<void> {
    const { chance } = this;
    // The first few tell each of the reasons there are.
    const reason = CLOSURE_REASONS[this.closed++] ?? chance.weighted(REASONS);
    const riskEffect = reason === 'COMPLETED' ? chance.weighted([['REDUCED', 65], ['SAME', 25], ['UNKNOWN', 10]] as const) : chance.pick(RISK_EFFECTS); // prettier-ignore
    const closure: Closure = {
      reason,
      outcome: chance.pick(CLOSURES[reason]),
      riskEffect,
      worked: riskEffect === 'REDUCED' ? 'YES' : 'UNKNOWN',
      victimMayBeTold: chance.happens(0.7),
    };
    await asOf(moment, () => this.actions.close(id, version, closure));
  }
}

/** A moment in working hours between the day after the meeting and the due day. */
function between(chance: Chance, heldOn: IsoDate, dueAt: Date): number {
  const from = Date.parse(`${addDays(heldOn, 1)}T10:00:00Z`);
  return Math.max(from, from + Math.floor(chance.next() * (dueAt.getTime() - from)));
}
