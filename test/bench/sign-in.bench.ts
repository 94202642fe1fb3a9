import { hashPassword, passwordFits } from '../../src/platform/crypto/passwords.js';
import { atLeast, atMost, type Bar, type Bench, type Measured, median, rounded, type Say } from './bench.js';
import { OIDC_HONEST, OIDC_HOSTILE, oidcHostileContext, sendTo } from './oidc-hostile.js';
import type { HostileCase } from './sign-in-cases.js';
import { HOSTILE_CODES } from './sign-in-hostile-codes.js';
import { honestPasskey, HOSTILE_PASSKEYS } from './sign-in-hostile-passkeys.js';
import { HOSTILE_PASSWORDS } from './sign-in-hostile-passwords.js';
import { honestRecovery, HOSTILE_RECOVERIES } from './sign-in-hostile-recovery.js';
import { HOSTILE_SESSIONS } from './sign-in-hostile-sessions.js';
import { type People, settle } from './sign-in-people.js';
import { revocations } from './sign-in-revocation.js';
import { PASSWORD, SignInScene } from './sign-in-scene.js';

const SIGN_INS = 40;
const REVOKED_MS = 1_000;
const FEWEST_CASES = 40;

const CASES: HostileCase[] = [
  ...HOSTILE_PASSWORDS,
  ...HOSTILE_CODES,
  ...HOSTILE_SESSIONS,
  ...HOSTILE_PASSKEYS,
  ...HOSTILE_RECOVERIES,
];

interface Tally {
  cases: number;
  accepted: number;
  honest: number;
}

/**
 * Hostile sign-ins against two real web processes over HTTP, a second factor required; how soon a session ended at one is refused
 * by the other; and what signing in costs. Baseline: one bare verification of argon2id at the same cost, taken in turns.
 */
export const signIn: Bench = {
  about: 'hostile sign-ins, revocation across processes, and the time of an honest one',
  run: async (say) => {
    const scene = await SignInScene.start(say);
    try {
      return await measure(scene, say);
    } finally {
      await scene.stop();
    }
  },
};

async function measure(scene: SignInScene, say: Say): Promise<Measured> {
  const people = await settle(scene);
  const { took, bare } = await times(people);
  const revoked = Math.max(...(await revocations(people, say)));
  const tally: Tally = { cases: 0, accepted: 0, honest: 0 };
  for (const each of CASES) count(tally, each.name, await each.run(people), say);
  await providers(people, tally, say);
  const honest = [await honestPasskey(people), await honestRecovery(people)].filter(Boolean).length;
  tally.honest += honest;
  const bars: Bar[] = [
    atLeast('hostile cases', FEWEST_CASES, tally.cases),
    atMost('accepted', 0, tally.accepted),
    atLeast('honest ones accepted', 2 + OIDC_HONEST.length, tally.honest),
    atMost('revocation in force, ms', REVOKED_MS, revoked),
  ];
  const figures = {
    'hostile cases': tally.cases,
    accepted: tally.accepted,
    'revocation in force, ms': rounded(revoked),
    'sign-in, median ms': rounded(took),
    'sign-in, times the baseline': rounded(took / bare),
  };
  return { figures, baselines: { 'argon2id verification, median ms': rounded(bare) }, bars };
}

function count(tally: Tally, name: string, outcome: { accepted: boolean; status: number }, say: Say): void {
  tally.cases++;
  if (outcome.accepted) tally.accepted++;
  say(`   ${outcome.accepted ? 'ACCEPTED' : 'refused '} ${outcome.status}  ${name}`);
}

/** What a hostile or broken provider of an agency's own sign-in may send. */
async function providers(people: People, tally: Tally, say: Say): Promise<void> {
  const { scene, administrators } = people;
  const [first, second] = [await people.session(administrators[0]), await people.session(administrators[1])];
  const person = await people.person();
  const context = await oidcHostileContext({
    ...{ send: sendTo(scene.url('proxied')), agencyId: scene.agencyId, administrators: [first, second] },
    ...{ personId: person.id, administratorEmail: administrators[0].email },
  });
  try {
    for (const each of OIDC_HOSTILE) count(tally, each.name, await each.run(context), say);
    for (const each of OIDC_HONEST) {
      const { accepted, status } = await each.run(context);
      say(`   honest   ${status}  ${each.name}`);
      if (accepted) tally.honest++;
    }
  } finally {
    await context.stop();
  }
}

async function times(people: People): Promise<{ took: number; bare: number }> {
  const { scene } = people;
  const { email } = await people.person();
  const hashed = await hashPassword(PASSWORD);
  const took: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < SIGN_INS; i++) {
    bare.push(await timed(() => passwordFits(hashed, PASSWORD)));
    took.push(await timed(() => scene.signIn({ email, password: PASSWORD })));
  }
  return { took: median(took), bare: median(bare) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
