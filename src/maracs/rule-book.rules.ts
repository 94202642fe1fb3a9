import type { RuleVersion } from './marac.entity.js';
import type { RuleSection } from './rule-section.rules.js';

/** A section of rules as it stands on a day, with the version it came from (0: the defaults). */
export interface RulesInForce<Rules> {
  version: number;
  rules: Rules;
}

/** Every version of one MARAC's rules, for deciding by the one that was in force on a day. */
export class RuleBook {
  /** @param versions newest first: by the day they count from, then by version */
  constructor(private readonly versions: readonly RuleVersion[]) {}

  /** What a section says on `day` (YYYY-MM-DD). Sections added after a version was written fall back to their defaults. */
  in<Rules extends object>(section: RuleSection<Rules>, day: string): RulesInForce<Rules> {
    const found = this.versions.find((version) => version.effectiveFrom <= day);
    const own = found?.sections[section.name] as Partial<Rules> | undefined;
    return { version: found?.version ?? 0, rules: { ...section.defaults, ...own } };
  }
}
