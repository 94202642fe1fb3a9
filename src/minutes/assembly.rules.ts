import type { Label } from '../access/labels.js';
import { type Section, SECTIONS } from '../conference/sections.rules.js';
import { type Minuted, sha256, written } from './hashes.rules.js';

interface OfItem {
  agendaItemId: string;
}
export interface CaseFact extends OfItem {
  caseId: string;
  ref: string;
  status: string;
  reason: string | null;
  heardOn: string | null;
  quorate: boolean | null;
  missing: string[];
  heardBecause: string;
}
/** Somebody who came for this one case, and was in the room in its slot alone. */
export interface GuestFact extends OfItem {
  /** empty for an agency that did not say whom it sends */
  name: string;
  agency: string;
  arrivedAt: Date;
  leftAt: Date | null;
}
export interface SectionFact extends OfItem {
  section: Section;
  label: Label;
  text: string;
  who: string;
  day: string | null;
}
export interface NoteFact extends OfItem {
  section: Section;
  label: Label;
  text: string;
  writtenBy: string;
}
export interface InformationFact extends OfItem {
  label: Label;
  agency: string;
  nature: string;
  text: string;
  marking: string;
  caveats: string[];
}
export interface ActionFact extends OfItem {
  text: string;
  riskAddressed: string;
  target: string;
  agency: string;
  who: string;
  dueOn: string;
}
export interface ReviewFact extends OfItem {
  finding: string;
  note: string;
  action: string;
  agency: string;
}

/** What the minutes say of a case, of one kind of information. */
export interface Part extends OfItem {
  caseId: string;
  label: Label;
  content: string;
  hash: string;
}

/** What was decided goes with what agencies said to the meeting: only who sat at the table reads it. */
const DECIDED: Label = 'INTELLIGENCE';

interface Facts {
  cases: readonly CaseFact[];
  guests: readonly GuestFact[];
  sections: readonly SectionFact[];
  notes: readonly NoteFact[];
  information: readonly InformationFact[];
  actions: readonly ActionFact[];
  reviews: readonly ReviewFact[];
}

/** The parts of the minutes: of each case one for each kind of information that was minuted, and always what came of it. */
export function assemble(facts: Facts): Part[] {
  return facts.cases.flatMap((one) => {
    const of = <F extends OfItem>(list: readonly F[]) => list.filter((fact) => fact.agendaItemId === one.agendaItemId);
    const [sections, notes, information] = [of(facts.sections), of(facts.notes), of(facts.information)];
    const labels = new Set<Label>([DECIDED, ...[...sections, ...notes, ...information].map(({ label }) => label)]);
    return [...labels].sort().map((label) => {
      const said = {
        sections: sections.filter((fact) => fact.label === label).map(sectionOf),
        notes: notes.filter((fact) => fact.label === label).map(without),
        information: information.filter((fact) => fact.label === label).map(without),
      };
      const decided = label === DECIDED ? decidedOf(one, of(facts.guests), of(facts.actions), of(facts.reviews)) : {};
      const content = written({ ref: one.ref, ...said, ...decided });
      return { agendaItemId: one.agendaItemId, caseId: one.caseId, label, content, hash: sha256(content) };
    });
  });
}

function sectionOf({ section, text, who, day }: SectionFact): Minuted {
  return { section, title: SECTIONS[section].title, text, who, day };
}

/** Guests stand with the case that they came for and not in the head: who reads of other cases alone does not read of them. */
function decidedOf(
  one: CaseFact,
  guests: readonly GuestFact[],
  actions: readonly ActionFact[],
  reviews: readonly ReviewFact[],
) {
  const { status, reason, heardOn, quorate, missing, heardBecause } = one;
  return {
    outcome: { status, reason, heardOn, quorate, missing: [...missing], heardBecause },
    guests: guests.map(guestOf),
    actions: actions.map(without),
    reviews: reviews.map(without),
  };
}

function guestOf({ name, agency, arrivedAt, leftAt }: GuestFact): Minuted {
  return { name, agency, arrivedAt: arrivedAt.toISOString(), leftAt: leftAt?.toISOString() ?? null };
}

/** What stands in the part already: whose it is, and which kind of information. */
function without<F extends OfItem & { label?: Label }>({ agendaItemId: _of, label: _label, ...fact }: F): Minuted {
  return fact as unknown as Minuted;
}
