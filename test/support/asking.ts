import type { Answer, TestApp } from './app.js';
import type { TestUser, World } from './world.js';

/** Lets people of the area ask often enough for a test. */
export async function allowAsking(app: TestApp, world: World, most = 100_000): Promise<void> {
  const { chair: as, maracId } = world;
  const searching = { repeatChecksAnHour: most, repeatChecksADay: most, searchesAnHour: most, searchesADay: most };
  const body = { effectiveFrom: new Date().toLocaleDateString('sv', { timeZone: 'Europe/London' }), reason: 'test' };
  const before = await app.request('GET', `/maracs/${maracId}/rules`, { as });
  const answer = await app.request('PUT', `/maracs/${maracId}/rules`, {
    as,
    body: { ...body, sections: { searching } },
    headers: { 'if-match': `"${before.body.version}"` },
  });
  if (answer.status !== 200) throw new Error(`the quota was not set: ${answer.text}`);
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

/** A victim or perpetrator as a question gives them: what a referral form has beside that is not asked about. */
export function asked(form: Person): Person {
  const { familyName, givenNames, birthDate, sex, address, postcode, phone, aliases } = form;
  return { familyName, givenNames, birthDate, sex, address, postcode, phone, aliases };
}
