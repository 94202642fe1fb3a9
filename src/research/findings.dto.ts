import { Id, ListOf, OneOf, Text, Whole } from '../platform/http/fields.js';
import { type Known, KNOWN, type Part, PART_NAMES } from './findings.rules.js';
import { type Caveat, CAVEATS, type Marking, MARKINGS, SNIPPET_LABELS, type SnippetLabel } from './shared-information.rules.js'; // prettier-ignore

export const ROLES_SEARCHED = ['VICTIM', 'PERPETRATOR', 'CHILD'] as const;
export type RoleSearched = (typeof ROLES_SEARCHED)[number];

const NOTE = { max: 10_000, multiline: true, optional: true } as const;

export class NewFinding {
  @OneOf(KNOWN, { about: 'Whether this person is in your records' }) known: Known;
  @Text({ about: 'Facts that bear on the risk', ...NOTE }) facts?: string;
  @Text({ about: 'Professional opinion, apart from the facts', ...NOTE }) opinion?: string;
  @Text({ about: 'Actions you propose', ...NOTE }) proposedActions?: string;
  @Text({ about: 'What was found and is deliberately not shared', ...NOTE }) withheld?: string;
  @Text({ about: 'Why not', max: 2000, multiline: true, optional: true }) withheldBecause?: string;
}

/** What your agency found about one person. Nobody outside your agency sees it. */
export class ResearchFindingView {
  @Id({ about: 'The person' }) personId: string;
  @Text({ about: 'Name', max: 400 }) name: string;
  @OneOf(ROLES_SEARCHED, { about: 'Who they are in the case' }) role: RoleSearched;
  @OneOf(KNOWN, { about: 'Whether this person is in your records' }) known: Known;
  @Text({ about: 'Facts', max: 10_000 }) facts: string;
  @Text({ about: 'Professional opinion', max: 10_000 }) opinion: string;
  @Text({ about: 'Actions you propose', max: 10_000 }) proposedActions: string;
  @Text({ about: 'What is not shared', max: 10_000 }) withheld: string;
  @Text({ about: 'Why not', max: 2000 }) withheldBecause: string;
  @Whole({ about: 'Version, for If-Match; 0 before anything is written', min: 0, max: 2_147_483_647 }) version: number;
}

/** Part of a finding, chosen to be shared with the meeting. */
export class NewExcerpt {
  @OneOf(PART_NAMES, { about: 'Part of the finding; what is withheld is never one' }) part: Part;
  @Text({ about: 'Word for word from that part', max: 10_000, multiline: true }) excerpt: string;
  @Text({ about: 'Why it is needed for this case', max: 1000 }) purpose: string;
  @OneOf(MARKINGS, { about: 'Marking; OFFICIAL_SENSITIVE when not given', optional: true }) marking?: Marking;
  @ListOf(CAVEATS, { about: 'How it must be handled', max: 6, optional: true }) caveats?: Caveat[];
  @OneOf(SNIPPET_LABELS, { about: 'Kind of information; INTELLIGENCE when not given', optional: true })
  label?: SnippetLabel;
}
