import { Injectable } from '@nestjs/common';
import { Store } from '../platform/db/store.js';
import { Agency, Marac } from './marac.entity.js';
import { agenciesOf, maracByCode, rulesOn } from './maracs.queries.js';
import type { RuleSection } from './rule-section.rules.js';

/** A section of rules as it stands on a day, with the version it came from (0: the defaults). */
export interface RulesInForce<Rules> {
  version: number;
  rules: Rules;
}

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

  /** What a section of rules says on `day` (YYYY-MM-DD). Sections added after a version was written fall back to their defaults. */
  async rules<Rules extends object>(
    maracId: string,
    section: RuleSection<Rules>,
    day: string,
  ): Promise<RulesInForce<Rules>> {
    const found = await rulesOn(maracId, day);
    const own = found?.sections[section.name] as Partial<Rules> | undefined;
    return { version: found?.version ?? 0, rules: { ...section.defaults, ...own } };
  }
}
