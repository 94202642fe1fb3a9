import type { Label } from '../access/labels.js';
import type { WaitsFor } from '../research/shared-information.rules.js';
import type { Block } from './paper-document.js';
import type { NamedPerson, PackAction, PackAssessment, PackCase, PackSnippet } from './pack.queries.js';
import { dayInWords, timeInWords } from './words.rules.js';

/** A case as a copy shows it, with the texts of it that may stand on paper. */
export interface PackItem {
  /** null for a guest, who learns of no place on the list */
  place: number | null;
  startsAt: Date;
  minutes: number;
  notHeard: number;
  about: PackCase;
  /** null for a guest, who is told in the room */
  told: Told | null;
}

/** What is known of a case beside its referral. */
export interface Told {
  shared: readonly PackSnippet[];
  /** what the rest of it waits for */
  waitsFor: WaitsFor;
  actions: readonly PackAction[];
}

/** A text that would give a protected place away is not printed. Stands in place of the text. */
export const KEPT_BACK = '[Not printed: PROTECTED_PLACE]';

const CODES: Record<string, string> = {
  EX_PARTNER: 'former partner',
  EX_SPOUSE: 'former spouse',
  EX_CIVIL_PARTNER: 'former civil partner',
  CHILD_ADULT: 'adult child',
  CHILD_16_17: 'child of 16 or 17',
  SHARED_CHILD_PARENT: 'other parent of a child',
};

/** A code in words: NOT_DONE_AGENCY is said "not done agency" where nothing better is known. */
const said = (code: string): string => CODES[code] ?? code.toLowerCase().replaceAll('_', ' ');

const fact = (name: string, value: string): Block => ({ kind: 'fact', name, value });
const heading = (text: string): Block => ({ kind: 'heading', level: 3, text });
const withheld = (label: Label): string => `withheld (NOT_SHARED: ${label})`;

/** The blocks of one case. What is withheld is named, with the reason, whether or not there is anything. */
export function caseBlocks(item: PackItem): Block[] {
  const { about, place } = item;
  const title = place === null ? `Case ${about.ref}` : `${place}. Case ${about.ref}`;
  return [
    { kind: 'heading', level: 2, text: title, newPage: true },
    fact('Slot', `${timeInWords(item.startsAt)}, ${item.minutes} minutes`),
    ...(item.notHeard > 0 ? [fact('Meetings running at which it was not heard', String(item.notHeard))] : []),
    ...people(about),
    ...referral(about),
    ...risk(about),
    ...whatHappened(about),
    ...(item.told ? [...information(item.told), ...lastTime(about, item.told)] : []),
  ];
}

function people(about: PackCase): Block[] {
  const { victim, perpetrators, children } = about;
  return [
    heading('People'),
    fact('Victim', victim ? inFull(victim) : withheld('IDENTITY')),
    ...(perpetrators
      ? perpetrators.map((one) => fact('Perpetrator', `${inFull(one)}; ${said(one.relationship)} of the victim`))
      : [fact('Perpetrators', withheld('PERPETRATOR'))]),
    fact('Children in the household', children === null ? withheld('CHILD') : String(children)),
    fact('Addresses and telephones', 'never printed (PROTECTED_PLACE)'),
  ];
}

function inFull({ name, otherNames, birthDate, birthPrecision }: NamedPerson): string {
  const also = otherNames.length > 0 ? ` (also ${otherNames.join('; ')})` : '';
  const about = birthPrecision === 'ESTIMATED' ? 'about ' : '';
  return `${name}${also}, ${birthDate ? `born ${about}${dayInWords(birthDate)}` : 'birth date not known'}`;
}

function referral(about: PackCase): Block[] {
  const { repeat, lastHeardOn, flaggedUntil, referringAgency, referredOn, criteria } = about;
  const history = repeat === null ? withheld('INTELLIGENCE') : said(repeat);
  return [
    heading('Referral'),
    fact('Referred on', dayInWords(referredOn)),
    fact('Referred by', referringAgency ?? withheld('SOURCE')),
    fact('Criteria', criteria.map(said).join(', ') || 'none recorded'),
    fact('Repeat', history),
    ...(lastHeardOn ? [fact('Last heard', dayInWords(lastHeardOn))] : []),
    ...(flaggedUntil ? [fact('Flagged until', dayInWords(flaggedUntil))] : []),
  ];
}

function risk({ assessment, labels }: PackCase): Block[] {
  if (!labels.includes('SOURCE')) return [heading('Risk assessment'), fact('Assessment', withheld('SOURCE'))];
  return [heading('Risk assessment'), ...(assessment ? assessed(assessment) : [fact('Assessment', 'none recorded')])];
}

function assessed({ instrument, score, grade, raised, answers, assessedOn }: PackAssessment): Block[] {
  const numbers = (answer: string) =>
    Object.entries(answers ?? {})
      .flatMap(([no, given]) => (given === answer ? [Number(no)] : []))
      .sort((a, b) => a - b)
      .join(', ');
  const unknown = numbers('DONT_KNOW');
  return [
    fact('Assessment', `${instrument.replaceAll('_', ' ')}, ${dayInWords(assessedOn)}`),
    ...(score === null ? [] : [fact('Score', `${score} answered yes`)]),
    ...(grade ? [fact('Grade', `${said(grade)}${raised ? ', raised by professional judgement' : ''}`)] : []),
    ...(answers ? [fact('Yes to', numbers('YES') || 'none')] : []),
    ...(unknown ? [fact('Not known', unknown)] : []),
  ];
}

function whatHappened({ labels, summary, judgement }: PackCase): Block[] {
  const title = heading('What happened');
  if (!labels.includes('CONTACT')) return [title, fact('Summary', withheld('CONTACT'))];
  return [title, ...prose(summary || 'Nothing was written.'), ...(judgement ? [fact('Judgement', judgement)] : [])];
}

const WAITS: Record<NonNullable<WaitsFor>, string> = {
  MEETING_DAY: 'What other agencies share is withheld until the day of the meeting (MEETING_DAY).',
  DECLARATION: 'What other agencies share is withheld until you declare confidentiality (DECLARATION).',
};

function information({ shared, waitsFor }: Told): Block[] {
  const waits: Block[] = waitsFor ? [{ kind: 'text', text: WAITS[waitsFor] }] : [];
  const none: Block[] =
    shared.length === 0 && !waitsFor ? [{ kind: 'text', text: 'Nothing was shared that you may see.' }] : [];
  return [
    heading('Information shared with the meeting'),
    ...waits,
    ...none,
    ...shared.map(({ agency, nature, text, purpose }): Block => ({
      kind: 'item',
      text: `${agency} (${said(nature)}): ${text} — needed for: ${purpose}`,
    })),
  ];
}

function lastTime({ openActions: open, overdueActions: overdue }: PackCase, { actions }: Told): Block[] {
  return [
    heading("Last time's actions"),
    fact('Open', `${open}${overdue > 0 ? `, ${overdue} of them overdue` : ''}`),
    ...actions.map((action): Block => ({ kind: 'item', text: actionInWords(action) })),
  ];
}

function actionInWords({ text, owner, dueOn, overdue, closureReason, outcome }: PackAction): string {
  const ended = closureReason ? `Ended: ${said(closureReason)}${outcome ? `. ${outcome}` : ''}` : null;
  return `${text} — ${owner}, due ${dayInWords(dueOn)}${overdue ? ', OVERDUE' : ''}. ${ended ?? 'Open.'}`;
}

const prose = (text: string): Block[] =>
  text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'text', text: line }));
