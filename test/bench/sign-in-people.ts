import { codeAt } from '../../src/identity/totp.rules.js';
import { must, PASSWORD, type Person, type SignInScene } from './sign-in-scene.js';

const AT_ONCE = 8;
/** What an administrator chooses for somebody. */
export const GIVEN = 'seven slow herons stand by';

/** The people of the scene, each enrolled as they would be. */
export interface People {
  scene: SignInScene;
  /** how those were answered who sent the printed code at the same moment, to two processes */
  setUps: number[];
  /** two administrators of everything */
  administrators: [Person, Person];
  /** somebody new, with an authenticator app that was just proved */
  person(): Promise<Person>;
  /** a session of somebody new whose password is still the one that the administrator chose, and knows */
  added(): Promise<string>;
  /** somebody new who has signed in with the password alone and has no second factor yet */
  newcomer(): Promise<Person>;
  /** another session of somebody, second factor not proved */
  halfWay(person: Person): Promise<string>;
  /** another session of somebody, second factor just proved */
  session(person: Person): Promise<string>;
}

/** Makes the first administrator with the printed code, an area, an agency, and the second administrator. */
export async function settle(scene: SignInScene): Promise<People> {
  const { email, setUps } = await setUp(scene);
  const first = await enrol(scene, email);
  const { token } = first;
  const marac = { code: 'NS', name: 'Northshire', nation: 'england-and-wales' };
  const { id: maracId } = await must(201, scene.ask('POST', '/maracs', { token, body: marac }));
  const housing = { name: 'Housing', kind: 'HOUSING_LA', maracId };
  scene.agencyId = (await must(201, scene.ask('POST', '/agencies', { token, body: housing }))).id;
  const addOne = async (roles: object[]) => {
    const body = { agencyId: scene.agencyId, email: scene.address(), name: 'Sam Example', password: GIVEN, roles };
    return (await must(201, scene.ask('POST', '/users', { token, body }))).email as string;
  };
  const add = async (roles: object[]) => {
    const address = await addOne(roles);
    const body = { current: GIVEN, password: PASSWORD };
    const { token: anew } = await must(201, scene.signIn({ email: address, password: GIVEN }));
    await must(204, scene.ask('POST', '/sessions/current/password', { token: anew, body }));
    return address;
  };
  const second = await enrol(scene, await add([{ role: 'ADMINISTRATOR' }]));
  const worker = [{ maracId, role: 'AGENCY_REPRESENTATIVE' }];
  return {
    ...{ scene, setUps, administrators: [first, second] },
    person: async () => enrol(scene, await add(worker)),
    added: async () =>
      (await must(201, scene.signIn({ email: await addOne(worker), password: GIVEN }))).token as string,
    newcomer: async () => passwordAlone(scene, await add(worker)),
    halfWay: async (of) => (await passwordAlone(scene, of.email)).token,
    session: async (of) => {
      await scene.forgetCodes(of);
      const given = { email: of.email, password: PASSWORD, code: scene.code(of) };
      return (await must(201, scene.signIn(given))).token as string;
    },
  };
}

/** The printed code, sent by many at the same moment to both processes; the one that was let in is the first administrator. */
async function setUp(scene: SignInScene): Promise<{ email: string; setUps: number[] }> {
  const code = await scene.setupCode();
  const candidates = Array.from({ length: AT_ONCE }, () => scene.address());
  const answers = await Promise.all(
    candidates.map((email, i) => {
      const body = { code, name: 'Rosalind Achebe', email, password: PASSWORD, agency: 'Northshire Council' };
      return scene.ask('POST', '/setup', { body, at: i % 2 === 0 ? 'proxied' : 'bare' });
    }),
  );
  const setUps = answers.map(({ status }) => status);
  const email = candidates[setUps.indexOf(201)];
  if (!email) throw new Error(`nobody was let in by the printed code: ${setUps.join(', ')}`);
  return { email, setUps };
}

async function passwordAlone(scene: SignInScene, email: string): Promise<Person> {
  const { token, session } = await must(201, scene.signIn({ email, password: PASSWORD }));
  return { id: session.userId, email, token, secret: '', enrolledWith: '' };
}

async function enrol(scene: SignInScene, email: string): Promise<Person> {
  const { id, token } = await passwordAlone(scene, email);
  const { secret } = await must(201, scene.ask('POST', '/authenticator-app', { token }));
  const body = { code: codeAt(secret, new Date()) };
  const proved = await must(201, scene.ask('POST', '/authenticator-app/confirmation', { token, body }));
  return { id, email, secret, token: proved.token, enrolledWith: body.code };
}
