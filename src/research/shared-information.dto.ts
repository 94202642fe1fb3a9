import { type Part, PART_NAMES } from './findings.rules.js';
import { Id, Instant, ListOf, OneOf, Text } from '../platform/http/fields.js';
import {
  type Caveat, CAVEATS, type Marking, MARKINGS, type Nature, NATURES, SNIPPET_LABELS, type SnippetLabel, type WaitsFor,
} from './shared-information.rules.js'; // prettier-ignore

export class NewSnippet {
  @Text({ about: 'What you share, and nothing that tells where the victim is', max: 10_000, multiline: true })
  text: string;
  @OneOf(NATURES, { about: 'A fact, or the opinion of a professional' }) nature: Nature;
  @Text({ about: 'Why it is needed for this case', max: 1000 }) purpose: string;
  @OneOf(MARKINGS, { about: 'Marking; OFFICIAL_SENSITIVE when not given', optional: true }) marking?: Marking;
  @ListOf(CAVEATS, { about: 'How it must be handled', max: 6, optional: true }) caveats?: Caveat[];
  @OneOf(SNIPPET_LABELS, { about: 'Kind of information; INTELLIGENCE when not given', optional: true })
  label?: SnippetLabel;
}

export class SnippetWithdrawal {
  @Text({ about: 'Why it is taken back', max: 1000 }) reason: string;
}

export class SnippetView {
  @Id({ about: 'This information' }) id: string;
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The agency that gave it; it stays theirs' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @Text({ about: 'Who gave it', max: 200 }) givenBy: string;
  @Instant({ about: 'When' }) givenAt: string;
  @OneOf(NATURES, { about: 'A fact, or the opinion of a professional' }) nature: Nature;
  @Text({
    about: 'What was shared; null once taken back, but for the giver and who oversees the meeting',
    max: 10_000,
    optional: true,
  })
  text: string | null;
  @Text({ about: 'Why it is needed', max: 1000 }) purpose: string;
  @OneOf(MARKINGS, { about: 'Marking' }) marking: Marking;
  @ListOf(CAVEATS, { about: 'How it must be handled' }) caveats: Caveat[];
  @OneOf(SNIPPET_LABELS, { about: 'Kind of information' }) label: SnippetLabel;
  @Instant({ about: 'When it was taken back', optional: true }) withdrawnAt: string | null;
  @Text({ about: 'Why', max: 1000, optional: true }) withdrawnBecause: string | null;
  @Id({ about: 'Whom it is about, when it was taken from a search', optional: true }) personId: string | null;
  @OneOf(PART_NAMES, { about: 'Part of the search it was taken from', optional: true }) fromPart: Part | null;
}

export class SharedInformationView {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @OneOf(['DECLARATION', 'MEETING_DAY'], {
    about: "What others' information waits for: your declaration of confidentiality, or the day of the meeting",
    optional: true,
  })
  waitsFor: WaitsFor;
  @ListOf(() => SnippetView, { about: 'What was shared, as far as you may read it now' }) items: SnippetView[];
}
