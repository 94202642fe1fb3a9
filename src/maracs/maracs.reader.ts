import { Injectable } from '@nestjs/common';
import { Store } from '../platform/db/store.js';
import type { WorkingCalendar } from '../platform/values/working-days.js';
import { closuresOf } from './closures.queries.js';
import { Agency, Marac } from './marac.entity.js';
import { agenciesOf, maracByCode, ruleVersions } from './maracs.queries.js';
import { RuleBook, type RulesInForce } from './rule-book.rules.js';
import type { RuleSection } from './rule-section.rules.js';

/** Narrow answers about areas, for the floors above. */
@Injectable()
export class MaracsReader {
  private readonly maracs = new Store(Marac);
  private readonly agencies = new Store(Agency);

  byCode(code: string): Promise<Marac | undefined> {
    return maracByCode(code);
  }

  byId(maracId: string): Promise<Marac | undefined> {
    return this.maracs.byId(maracId);
  }

  agency(agencyId: string): Promise<Agency | undefined> {
    return this.agencies.byId(agencyId);
  }

  /** Current member agencies. */
  agenciesOf(maracId: string): Promise<Agency[]> {
    return agenciesOf(maracId);
  }

  /**
   * Which days are worked in the area.
   * @throws Error when there is no such MARAC: whoever takes its id from a request asks first whether there is
   */
  async calendarOf(maracId: string): Promise<WorkingCalendar> {
    const [marac, closures] = await Promise.all([this.maracs.byId(maracId), closuresOf(maracId)]);
    if (!marac) throw new Error('the MARAC of a calendar is not there');
    return { nation: marac.nation, closures: new Set(closures.map(({ day }) => day)) };
  }

  /** What a section of rules says on `day` (YYYY-MM-DD). */
  async rules<Rules extends object>(
    maracId: string,
    section: RuleSection<Rules>,
    day: string,
  ): Promise<RulesInForce<Rules>> {
    return (await this.ruleBook(maracId)).in(section, day);
  }

  /** Every version of the MARAC's rules, for whoever decides for many days. */
  async ruleBook(maracId: string): Promise<RuleBook> {
    return new RuleBook(await ruleVersions(maracId));
  }
}
