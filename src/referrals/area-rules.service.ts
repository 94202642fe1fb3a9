import { Injectable } from '@nestjs/common';
import type { ThresholdProfile } from '../assessments/criteria.rules.js';
import { THRESHOLDS } from '../assessments/threshold-section.rules.js';
import { REPEAT_RULES, type RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { tx } from '../platform/db/transaction.js';

/** What an area's rules say on a day, as far as a referral is concerned. */
export interface RulesOfDay {
  repeat: RepeatRulesInForce;
  thresholds: ThresholdProfile;
  /** agencies that give independent advice to victims */
  idvaAgencies: string[];
}

/** Rules of an area, looked up once per unit of work. */
@Injectable()
export class AreaRules {
  private readonly known = new WeakMap<object, Map<string, RulesOfDay>>();

  constructor(private readonly maracs: MaracsReader) {}

  async on(maracId: string, day: string): Promise<RulesOfDay> {
    const unit = tx();
    const kept = this.known.get(unit) ?? new Map<string, RulesOfDay>();
    this.known.set(unit, kept);
    const key = `${maracId} ${day}`;
    const found = kept.get(key) ?? (await this.read(maracId, day));
    kept.set(key, found);
    return found;
  }

  private async read(maracId: string, day: string): Promise<RulesOfDay> {
    const [repeat, thresholds, agencies] = await Promise.all([
      this.maracs.rules(maracId, REPEAT_RULES, day),
      this.maracs.rules(maracId, THRESHOLDS, day),
      this.maracs.agenciesOf(maracId),
    ]);
    return {
      repeat: { ...repeat.rules, version: repeat.version },
      thresholds: { ...thresholds.rules, version: String(thresholds.version) },
      idvaAgencies: agencies.filter((agency) => agency.kind === 'IDVA').map((agency) => agency.id),
    };
  }
}
