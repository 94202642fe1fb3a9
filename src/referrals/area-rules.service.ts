import { Injectable } from '@nestjs/common';
import type { ThresholdProfile } from '../assessments/criteria.rules.js';
import { THRESHOLDS } from '../assessments/threshold-section.rules.js';
import { REPEAT_RULES, type RepeatRulesInForce } from '../flags/repeat-section.rules.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import type { RuleBook } from '../maracs/rule-book.rules.js';
import { tx } from '../platform/db/transaction.js';
import { REFERRING } from './referring-section.rules.js';

/** What an area's rules say on a day, as far as a referral is concerned. */
export interface RulesOfDay {
  repeat: RepeatRulesInForce;
  thresholds: ThresholdProfile;
  /** agencies that give independent advice to victims */
  idvaAgencies: string[];
  /** whether who may ask a repeat check asks it before a referral is typed in */
  checkFirst: boolean;
}

interface Area {
  book: RuleBook;
  idvaAgencies: string[];
}

/** Rules of an area, looked up once per unit of work. */
@Injectable()
export class AreaRules {
  constructor(private readonly maracs: MaracsReader) {}

  async on(maracId: string, day: string): Promise<RulesOfDay> {
    const { book, idvaAgencies } = await this.area(maracId);
    const repeat = book.in(REPEAT_RULES, day);
    const thresholds = book.in(THRESHOLDS, day);
    return {
      repeat: { ...repeat.rules, version: repeat.version },
      thresholds: { ...thresholds.rules, version: String(thresholds.version) },
      idvaAgencies,
      checkFirst: book.in(REFERRING, day).rules.repeatCheckFirst,
    };
  }

  private area(maracId: string): Promise<Area> {
    return tx().memory(`referrals.area.${maracId}`, () => this.read(maracId));
  }

  private async read(maracId: string): Promise<Area> {
    const [book, agencies] = await Promise.all([this.maracs.ruleBook(maracId), this.maracs.agenciesOf(maracId)]);
    return { book, idvaAgencies: agencies.filter((agency) => agency.kind === 'IDVA').map((agency) => agency.id) };
  }
}
