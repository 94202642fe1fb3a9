import type { Answer, TestApp } from './app.js';
import type { TestUser, World } from './world.js';

/** Lets people of the area ask often enough for a test. */
export async function allowAsking(app: TestApp, world: World, most = 100_000): Promise<void> {
  const searching = { repeatChecksAnHour: most, repeatChecksADay: most, searchesAnHour: most, searchesADay: most };
  await setRules(app, world, { searching });
}

/** Rules of the area from today on. */
export async function setRules(app: TestApp, world: World, sections: Record<string, object>): Promise<void> {
  const { chair: as, maracId } = world;
  const effectiveFrom = new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' });
  const before = await app.request('GET', `/maracs/${maracId}/rules`, { as });
  const answer = await app.request('PUT', `/maracs/${maracId}/rules`, {
    as,
    body: { effectiveFrom, reason: 'test', sections },
    headers: { 'if-match': `"${before.body.version}"` },
  });
  if (answer.status !== 200) throw new Error(`the rules were not set: ${answer.text}`);
}

type Person = Record<string, unknown>;

export interface Question {
  victim?: Person;
  perpetrators?: Person[];
  incidentOn?: string;
}

export const askRepeat = (app: TestApp, as: TestUser, maracId: string, question: Question): Promise<Answer> =>
  app.request('POST', '/repeat-checks', { as, body: { maracId, ...question } });

export const search = (app: TestApp, as: TestUser, maracId: string, terms: Person): Promise<Answer> =>
  app.request('POST', '/persons/search', { as, body: { maracId, ...terms } });

/** What of a referral form is asked about; the rest goes along. */
export type ReferralForm = { maracId: string; victim: Person; perpetrators: readonly Person[] };

/** Refers as a coordinator or an IDVA does: having asked for the people of the form. */
export async function askAndRefer(app: TestApp, as: TestUser, form: ReferralForm): Promise<Answer> {
  const { maracId, victim, perpetrators } = form;
  const question = { victim: asked(victim), perpetrators: perpetrators.map(asked) };
  const { status, body, text } = await askRepeat(app, as, maracId, question);
  if (status !== 200) throw new Error(`not asked: ${text}`);
  return app.request('POST', '/referrals', { as, body: { ...form, checkToken: body.checkToken } });
}

/** An answer but for its token, which is another one each time: of that, how long it is. */
export function untokened({ text, body }: Answer): string {
  const { checkToken = '' } = body;
  return text.replace(checkToken, `${checkToken.length} characters`);
}

/** A victim or perpetrator as a question gives them: what a referral form has beside that is not asked about. */
export function asked(form: Person): Person {
  const { familyName, givenNames, birthDate, sex, address, postcode, phone, aliases } = form;
  return { familyName, givenNames, birthDate, sex, address, postcode, phone, aliases };
}
