import type { Description } from '../persons/persons.service.js';
import { type BirthDate, hasReached, readBirthDate } from '../platform/values/birth-date.js';
import { normaliseName } from '../platform/values/names.js';
import { normalisePostcode } from '../platform/values/postcode.js';
import { parseWrittenDate, twoDigitEventYear } from '../platform/values/written-date.js';
import {
  readAliases, readAnswer, readConsent, readCount, readEquality, readInformed, readName, readRelationship, readYesNo,
} from './import-cells.rules.js'; // prettier-ignore
import type { AssessmentInput, ReferralInput } from './intake.rules.js';

/** Why a row is refused: at which column, what the rule is, and what was found there (for the person who sent the file alone). */
export interface RowError {
  column: string;
  code: string;
  reason: string;
  found: string;
}

/** What a row is read against. */
export interface RowContext {
  /** today, in the MARAC's time zone */
  today: string;
  /** member agencies by normalised name */
  agencies: ReadonlyMap<string, string>;
  /** number of items of the instrument whose answers stand in columns q1, q2 ... */
  questions: number;
}

export type ReadRow = { errors: RowError[]; input: null } | { errors: []; input: ReferralInput };

/** Columns without which a file cannot be read at all. */
export const REQUIRED_COLUMNS = [
  'ref',
  'referral_date',
  'referring_agency',
  'victim_surname',
  'victim_forenames',
  'perp_surname',
  'perp_forenames',
];

const YOUNGEST_VICTIM = 16;
const LONGEST = { name: 200, text: 10_000, line: 500 };

/** Turns a row of the coordinator's spreadsheet into a referral, or says everything that is wrong with it. Never throws. */
export function readReferralRow(cells: Readonly<Record<string, string>>, context: RowContext): ReadRow {
  const reader = new RowReader(cells, context);
  const input = reader.read();
  return reader.errors.length > 0 ? { errors: reader.errors, input: null } : { errors: [], input };
}

class RowReader {
  readonly errors: RowError[] = [];

  constructor(
    private readonly cells: Readonly<Record<string, string>>,
    private readonly context: RowContext,
  ) {}

  read(): ReferralInput {
    const ref = this.line('ref', LONGEST.name);
    if (ref === '') this.refuse('ref', 'required', 'A row needs a reference of its own.');
    const referredOn = this.eventDate('referral_date') ?? '';
    if (referredOn === '' && !this.refused('referral_date'))
      this.refuse('referral_date', 'required', 'The date of referral is missing.');
    const incidentOn = this.eventDate('incident_date');
    const victim = this.victim(referredOn || this.context.today);
    const perpetrators = this.perpetrators(referredOn || this.context.today);
    return {
      ref,
      referringAgencyId: this.agency(),
      referredOn,
      incidentOn,
      disclosedOn: incidentOn ? null : referredOn,
      victim,
      perpetrators,
      relationship: readRelationship(this.cell('relationship')),
      children: readCount(this.cell('children'), 30),
      assessment: this.assessment(),
      judgement: this.judgement(),
      eventsIn12Months: readCount(this.cell('incidents_12m'), 1000),
      victimInformed: readInformed(this.cell('victim_informed')),
      consent: readConsent(this.cell('consent')),
      summary: this.text('summary'),
      heardOn: this.heardOn(),
    };
  }

  private victim(on: string): Description {
    const victim = this.person('victim', on, YOUNGEST_VICTIM);
    if (!named(victim))
      this.refuse('victim_surname', 'no-victim-name', 'The victim needs a surname, forenames or an alias.');
    if (hasReached(YOUNGEST_VICTIM, victim.birth, on) === 'NO') {
      this.refuse('victim_dob', 'victim-under-16', 'The victim is under 16: this is for children’s services.');
    }
    return {
      ...victim,
      label: 'IDENTITY',
      contactLabel: 'CONTACT',
      protected: this.addressProtected(),
      equality: {
        ethnicity: this.line('victim_ethnicity', LONGEST.line) || 'Not asked',
        disability: readEquality(this.cell('victim_disability')),
        lgbt: readEquality(this.cell('victim_lgbt')),
      },
    };
  }

  /** Whatever is written there protects, short of a plain no: a doubt counts for the victim. */
  private addressProtected(): boolean {
    const cell = this.cell('victim_address_protected').trim();
    return cell !== '' && readYesNo(cell) !== 'NO';
  }

  private perpetrators(on: string): Description[] {
    const all = ['perp', 'perp2'].map((prefix) => this.person(prefix, on, 0)).filter(named);
    if (all.length === 0)
      this.refuse('perp_surname', 'no-perpetrator-name', 'A perpetrator needs a surname, forenames or an alias.');
    return all.map((person) => ({ ...person, label: 'PERPETRATOR', contactLabel: 'PERPETRATOR' }));
  }

  private person(prefix: string, on: string, youngest: number): Omit<Description, 'label' | 'contactLabel'> {
    const sex = this.cell(`${prefix}_sex`).trim().toUpperCase().charAt(0);
    const postcode = this.line(`${prefix}_postcode`, LONGEST.line);
    return {
      familyName: readName(this.line(`${prefix}_surname`, LONGEST.name)),
      givenNames: readName(this.line(`${prefix}_forenames`, LONGEST.name)),
      aliases: readAliases(this.line(`${prefix}_aliases`, LONGEST.line)),
      birth: this.birthDate(`${prefix}_dob`, on, youngest),
      sex: sex === 'F' ? 'FEMALE' : sex === 'M' ? 'MALE' : 'NOT_KNOWN',
      address: this.line(`${prefix}_address`, LONGEST.line),
      postcode: normalisePostcode(postcode) ?? postcode,
      phone: this.line(`${prefix}_phone`, LONGEST.line),
      safeToCall: prefix === 'victim' ? readYesNo(this.cell('safe_to_call')) : 'NOT_KNOWN',
    };
  }

  private birthDate(column: string, on: string, youngest: number): BirthDate {
    // a two-digit year is read for somebody of 16 or more; only what is written out can make a victim too young
    const read = readBirthDate(this.cell(column), this.context.today, Math.max(youngest, YOUNGEST_VICTIM));
    if (read.outcome === 'read') return { value: read.value, precision: read.precision };
    this.refuse(column, read.code, 'This is not a birth date that can be.');
    return { value: null, precision: 'UNKNOWN' };
  }

  private eventDate(column: string): string | null {
    const { today } = this.context;
    const written = parseWrittenDate(this.cell(column), twoDigitEventYear(today));
    if (written.kind === 'impossible') this.refuse(column, 'impossible-date', 'No calendar has this date.');
    if (written.kind === 'date' && written.date > today)
      this.refuse(column, 'future-date', 'This date has not come yet.');
    return written.kind === 'date' ? written.date : null;
  }

  /** The conference may be still to come; then nothing has been heard. */
  private heardOn(): string | null {
    const written = parseWrittenDate(this.cell('marac_date'), twoDigitEventYear(this.context.today));
    if (written.kind === 'impossible') this.refuse('marac_date', 'impossible-date', 'No calendar has this date.');
    return written.kind === 'date' && written.date <= this.context.today ? written.date : null;
  }

  private agency(): string {
    const found = this.context.agencies.get(normaliseName(this.cell('referring_agency')));
    if (!found) this.refuse('referring_agency', 'unknown-agency', 'No member agency of this MARAC has this name.');
    return found ?? '';
  }

  private assessment(): AssessmentInput | null {
    const { questions } = this.context;
    const answers: Record<string, 'YES' | 'NO' | 'DONT_KNOW' | 'NOT_ASKED'> = {};
    for (let no = 1; no <= questions; no++) {
      const answer = readAnswer(this.cell(`q${no}`));
      if (answer === undefined) this.refuse(`q${no}`, 'unreadable-answer', 'An answer is Y, N, DK or blank.');
      answers[no] = answer ?? 'NOT_ASKED';
    }
    const answered = Object.values(answers).filter((answer) => answer !== 'NOT_ASKED').length;
    const statedTotal = this.total(
      questions,
      answered,
      Object.values(answers).filter((answer) => answer === 'YES').length,
    );
    if (answered === 0 && statedTotal === null) return null;
    const none = { grade: null, raisedTo: null, raisedBecause: null };
    return { instrument: 'SAFELIVES_DASH', answers: answered > 0 ? answers : null, statedTotal, ...none };
  }

  private total(questions: number, answered: number, ticks: number): number | null {
    const cell = this.cell('dash_total').trim();
    if (cell === '') return null;
    if (!/^\d{1,4}(\.0+)?$/.test(cell)) this.refuse('dash_total', 'not-a-number', 'The total is a whole number.');
    const total = Number(cell);
    if (total > questions) this.refuse('dash_total', 'too-many-ticks', `There are ${questions} questions.`);
    else if (answered > 0 && total !== ticks)
      this.refuse('dash_total', 'total-contradicts-ticks', `${ticks} answers are yes.`);
    return total;
  }

  /** A bare tick says that the referrer judged so; the reasons are then with the referrer. */
  private judgement(): string | null {
    const cell = this.text('professional_judgement');
    const read = readAnswer(cell);
    if (read === 'YES') return 'Ticked by the referrer; reasons not on the spreadsheet.';
    return read === undefined ? cell : null;
  }

  private cell(column: string): string {
    return this.cells[column] ?? '';
  }

  /** One line of text without control characters. */
  private line(column: string, longest: number): string {
    // eslint-disable-next-line no-control-regex
    const text = this.cell(column).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim(); // prettier-ignore
    if (text.length > longest) this.refuse(column, 'too-long', `At most ${longest} characters.`);
    return text;
  }

  private text(column: string): string {
    // eslint-disable-next-line no-control-regex
    const text = this.cell(column).replaceAll('\r\n', '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g, ' ').trim(); // prettier-ignore
    if (text.length > LONGEST.text) this.refuse(column, 'too-long', `At most ${LONGEST.text} characters.`);
    return text;
  }

  private refused(column: string): boolean {
    return this.errors.some((error) => error.column === column);
  }

  private refuse(column: string, code: string, reason: string): void {
    this.errors.push({ column, code, reason, found: this.cell(column).slice(0, 100) });
  }
}

function named(person: { familyName: string; givenNames: string; aliases: readonly string[] }): boolean {
  return person.familyName !== '' || person.givenNames !== '' || person.aliases.length > 0;
}
