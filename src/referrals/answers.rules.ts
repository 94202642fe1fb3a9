/** Questions of the referral form, each once by its place; those of people stand below the victim and each perpetrator. */
const OF_A_PERSON = [
  'familyName', 'givenNames', 'aliases', 'birthDate', 'sex', 'address', 'postcode', 'phone', 'safeToCall', 'identifiers',
] as const; // prettier-ignore
const OF_THE_VICTIM = ['ethnicity', 'disability', 'lgbt', 'addressProtected'] as const;
const OF_THE_REFERRAL = [
  'ref', 'incidentOn', 'disclosedOn', 'relationship', 'children', 'childrenKnown', 'assessment', 'judgement', 'eventsIn12Months',
  'victimInformed', 'consent', 'summary',
] as const; // prettier-ignore

/** What an area may demand; what the form demands of everybody is not in it. */
export const DEMANDABLE = [
  'incidentOn', 'relationship', 'children', 'childrenKnown', 'assessment', 'judgement', 'eventsIn12Months', 'summary',
  'victim.birthDate', 'victim.sex', 'victim.address', 'victim.postcode', 'victim.phone', 'victim.safeToCall', 'victim.ethnicity',
  'victim.disability', 'victim.lgbt', 'perpetrators.birthDate', 'perpetrators.address',
] as const; // prettier-ignore
export type Demandable = (typeof DEMANDABLE)[number];

/** A form as far as its answers go. */
export interface Form {
  victim: object;
  perpetrators: readonly object[];
}

const isAnswered = (answer: unknown): boolean =>
  answer !== undefined && answer !== null && answer !== '' && !(Array.isArray(answer) && answer.length === 0);

/** Every answer of a form by its place in it, as text that is the same for the same answer. */
export function answersOf(form: Form): Map<string, string> {
  const answers = new Map<string, string>();
  const read = (about: object, at: string, questions: readonly string[]) => {
    for (const question of questions) {
      const answer = (about as Record<string, unknown>)[question];
      if (isAnswered(answer)) answers.set(`${at}/${question}`, inOrder(answer));
    }
  };
  read(form, '', OF_THE_REFERRAL);
  read(form.victim, '/victim', [...OF_A_PERSON, ...OF_THE_VICTIM]);
  form.perpetrators.forEach((one, i) => read(one, `/perpetrators/${i}`, OF_A_PERSON));
  return answers;
}

/** JSON with the properties of every object in one order: what a client sends first says nothing. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Those questions an area may demand that this form leaves open. One perpetrator without an answer leaves it open for all. */
export function unansweredIn(form: Form): Demandable[] {
  const answered = (about: object, question: string) => isAnswered((about as Record<string, unknown>)[question]);
  return DEMANDABLE.filter((question) => {
    const [whose, of] = question.split('.') as [string, string | undefined];
    if (of === undefined) return !answered(form, whose);
    return whose === 'victim' ? !answered(form.victim, of) : !form.perpetrators.every((one) => answered(one, of));
  });
}

/** Where in the form an answer is missing that the area demands. */
export function missing(unanswered: readonly string[], mandatory: readonly Demandable[]): string[] {
  return mandatory
    .filter((question) => unanswered.includes(question))
    .map((question) => `/${question.replace('.', '/')}`);
}

const PLACES: ReadonlySet<string> = new Set([
  ...OF_THE_REFERRAL,
  'victim',
  'perpetrators',
  ...[...OF_A_PERSON, ...OF_THE_VICTIM].map((question) => `victim/${question}`),
  ...OF_A_PERSON.map((question) => `perpetrators/${question}`),
]);

/** The place in the form that a screener means: a JSON pointer; `victim.phone` is taken for one. Null when the form has no such place. */
export function placeInForm(named: string): string | null {
  const steps = named.replace(/^\//, '').split(/[./]/);
  const question = steps.filter((step) => !/^\d+$/.test(step));
  // below a child or an answer of an assessment the form is deeper than this list
  const known = ['childrenKnown', 'assessment'].includes(question[0]!) ? question.slice(0, 1) : question;
  return PLACES.has(known.join('/')) && steps.length <= 4 ? `/${steps.join('/')}` : null;
}
