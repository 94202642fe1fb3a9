import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { allowAsking, askRepeat, search, untokened } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { World } from '../support/world.js';
import { median } from '../bench/bench.js';

/** Pairs asked of each route; the promise is for as many as are asked where the first ones leave a doubt. */
const PAIRS = Number(process.env['MARAC_TIMING_PAIRS'] ?? 300);
const PROMISED_PAIRS = 2_000;
const MOST_MS = 2;

let app: TestApp;
let world: World;
let hidden: { familyName: string; givenNames: string; birthDate: string };
let absent: typeof hidden;
let perpetrators: { familyName: string; givenNames: string; birthDate: string }[];

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  await allowAsking(app, world);
  const form = referralForm(world);
  const { familyName, givenNames, birthDate } = form.victim;
  hidden = { familyName, givenNames, birthDate };
  absent = { ...hidden, familyName: `${familyName.slice(0, -1)}${familyName.endsWith('0') ? '1' : '0'}` };
  perpetrators = form.perpetrators.map((one) => ({
    ...{ familyName: one.familyName, givenNames: one.givenNames, birthDate: one.birthDate },
  }));
  for (let i = 0; i < 3; i++) {
    const body = { ...form, incidentOn: `2026-0${i + 2}-01` };
    await app.request('POST', '/referrals', { as: world.housing, body });
  }
  const cases = await app.rows('select id from access.cases where marac_id = $1', [world.maracId]);
  const { maracId, coordinator } = world;
  const cause = { maracId, userId: coordinator.id, cause: 'CONFLICT', causeId: randomUUID() } as const;
  await app.operate(async () => {
    for (const { id } of cases) app.get(Exclusions).exclude({ caseId: id, ...cause });
  });
});
afterAll(() => app?.stop());

const ROUTES: [string, (who: typeof hidden) => Promise<Answer>][] = [
  [
    '/repeat-checks',
    (victim) =>
      askRepeat(app, world.coordinator, world.maracId, {
        victim,
        perpetrators: perpetrators.map((one) =>
          victim === hidden ? one : { ...one, familyName: `${one.familyName}x` },
        ),
      }),
  ],
  ['/persons/search', (who) => search(app, world.coordinator, world.maracId, who)],
];

/** Milliseconds until the answer is there. */
async function timed(ask: () => Promise<Answer>): Promise<{ ms: number; answer: Answer }> {
  const begun = performance.now();
  const answer = await ask();
  return { ms: performance.now() - begun, answer };
}

type Asking = (who: typeof hidden) => Promise<Answer>;
interface Pair {
  hiddenFirst: boolean;
  hidden: number;
  absent: number;
}

async function askPair(ask: Asking, hiddenFirst: boolean): Promise<Pair> {
  const pair = { hiddenFirst, hidden: 0, absent: 0 };
  const texts: string[] = [];
  for (const which of hiddenFirst ? (['hidden', 'absent'] as const) : (['absent', 'hidden'] as const)) {
    const { ms, answer } = await timed(() => ask(which === 'hidden' ? hidden : absent));
    texts.push(`${answer.status} ${Object.keys(answer.headers).join()} ${answer.headers['etag']} ${untokened(answer)}`);
    pair[which] = ms;
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toMatch(/^200 /);
  return pair;
}

async function askPairs(ask: Asking, count: number): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) pairs.push(await askPair(ask, i % 2 === 0));
  return pairs;
}

/**
 * How much longer hidden takes than absent. What makes one answer slow makes its neighbour slow, so pairs are compared, not all answers
 * of each; and which of a pair is asked first counts as much for one as for the other.
 */
function difference(pairs: readonly Pair[]): number {
  const byOrder = [true, false].map((first) =>
    median(pairs.filter(({ hiddenFirst }) => hiddenFirst === first).map((pair) => pair.hidden - pair.absent)),
  );
  return (byOrder[0]! + byOrder[1]!) / 2;
}

test.each(ROUTES)(
  `%s answers for somebody hidden as for nobody: alike, and as fast, in ${PAIRS} interleaved pairs`,
  async (route, ask) => {
    await askPairs(ask, 20);
    const pairs = await askPairs(ask, PAIRS);
    if (Math.abs(difference(pairs)) > MOST_MS) pairs.push(...(await askPairs(ask, PROMISED_PAIRS - PAIRS)));
    const [h, a] = (['hidden', 'absent'] as const).map((which) => median(pairs.map((pair) => pair[which])));
    const found = difference(pairs);
    console.log(
      `${route}: ${pairs.length} pairs, median hidden ${h!.toFixed(2)} ms, absent ${a!.toFixed(2)} ms, difference ${found.toFixed(3)} ms`,
    );
    expect(Math.abs(found)).toBeLessThanOrEqual(MOST_MS);
  },
  900_000,
);

test('a delay of 4 ms before one of the two would be found out', async () => {
  const [, ask] = ROUTES[1]!;
  const delayed: Asking = async (who) => {
    const until = performance.now() + 4;
    if (who === hidden) while (performance.now() < until);
    return ask(who);
  };
  await askPairs(delayed, 20);
  const found = difference(await askPairs(delayed, PAIRS));
  console.log(`with 4 ms planted: difference ${found.toFixed(3)} ms`);
  expect(found).toBeGreaterThan(MOST_MS);
}, 900_000);
