import { WithheldView } from '../access/withheld.http.js';
import { Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { type Load, LOADS } from './caseload.rules.js';

export const ENDINGS = ['SUPPORT_ENDED', 'DECLINED', 'MOVED_AWAY', 'CLOSED'] as const;
export type Ending = (typeof ENDINGS)[number];

/** Who holds the case from now on. */
export class NewSupporter {
  @Id({ about: 'An IDVA of a service that has the case' }) userId: string;
  @Text({ about: 'Why, above all when the case is handed over', max: 1000, multiline: true, optional: true })
  reason?: string;
}

export class SupportEnding {
  @OneOf(ENDINGS, { about: 'Why nobody holds it any more' }) because: Ending;
}

export class SupporterView {
  @Id({ about: 'This entry' }) id: string;
  @Id({ about: 'The IDVA' }) userId: string;
  @Text({ about: 'Their name', max: 200 }) name: string;
  @Id({ about: 'Their service' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @Instant({ about: 'Since when' }) since: string;
  @Text({ about: 'Why', max: 1000, optional: true }) reason: string | null;
  @Instant({ about: 'Until when; null: they hold it now', optional: true }) endedAt: string | null;
  @OneOf(['HANDED_OVER', ...ENDINGS], { about: 'Why it ended', optional: true }) endedBecause: string | null;
}

/** Who holds the case and who did, newest first. */
export class SupportersView {
  @Id({ about: 'The case' }) caseId: string;
  @ListOf(() => SupporterView, { about: 'Newest first; absent: withheld', optional: true })
  supporters?: SupporterView[];
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
  @Whole({ about: 'Version, for If-Match; 0: nobody ever held it', min: 0, max: 1_000_000 }) version: number;
}

/** What one IDVA carries. Numbers alone: no case is named. */
export class IdvaLoadView {
  @Id({ about: 'The IDVA' }) userId: string;
  @Text({ about: 'Their name', max: 200 }) name: string;
  @Id({ about: 'Their service' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @Whole({ about: 'Cases held now', min: 0, max: 1_000_000 }) open: number;
  @Whole({ about: 'Cases taken on in the last twelve months', min: 0, max: 1_000_000 }) inAYear: number;
  @OneOf(LOADS, { about: 'Beside what the area says an IDVA can carry' }) load: Load;
  @YesNo({ about: 'Whether they still sign in: cases of who left are to be handed over' }) active: boolean;
}

export class CaseloadView {
  @ListOf(() => IdvaLoadView, { about: 'IDVAs, the most burdened first; of your own service unless you coordinate' })
  idvas: IdvaLoadView[];
  @Whole({ about: 'Cases with a service that nobody of it holds', min: 0, max: 1_000_000 }) unallocated: number;
  @Whole({ about: 'Open cases an IDVA has at most', min: 1, max: 500 }) openCases: number;
  @Whole({ about: 'Cases an IDVA takes on in a year at most', min: 1, max: 2000 }) casesAYear: number;
  @Whole({ about: 'Version of the rules these come from', min: 0, max: 1_000_000 }) ruleVersion: number;
}
