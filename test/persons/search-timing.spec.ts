import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Exclusions } from '../../src/access/exclusions.service.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { allowAsking, askRepeat, search, untokened } from '../support/asking.js';
import { referralForm } from '../support/referral.js';
import type { World } from '../support/world.js';
import { median } from '../bench/bench.js';

/** Pairs asked of each route; the promise is for 2,000. */
const PAIRS = Number(process.env['MARAC_TIMING_PAIRS'] ?? 300);
const MOST_MS = 2;
/** On a machine that is busy with other tests everything takes longer, and so does the difference. */
const MOST_SHARE = 0.2;

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

test.each(ROUTES)(
  `%s answers for somebody hidden as for nobody: alike, and as fast, in ${PAIRS} interleaved pairs`,
  async (route, ask) => {
    const times: { hidden: number[]; absent: number[] } = { hidden: [], absent: [] };
    for (let i = -20; i < PAIRS; i++) {
      const order = i % 2 === 0 ? ([hidden, absent] as const) : ([absent, hidden] as const);
      const texts: string[] = [];
      for (const who of order) {
        const { ms, answer } = await timed(() => ask(who));
        texts.push(
          `${answer.status} ${Object.keys(answer.headers).join()} ${answer.headers['etag']} ${untokened(answer)}`,
        );
        if (i >= 0) times[who === hidden ? 'hidden' : 'absent'].push(ms);
      }
      expect(texts[0]).toBe(texts[1]);
      expect(texts[0]).toMatch(/^200 /);
    }
    const [h, a] = [median(times.hidden), median(times.absent)];
    const difference = Math.abs(h - a);
    console.log(
      `${route}: ${PAIRS} pairs, median hidden ${h.toFixed(2)} ms, absent ${a.toFixed(2)} ms, difference ${difference.toFixed(3)} ms`,
    );
    expect(difference).toBeLessThanOrEqual(Math.max(MOST_MS, MOST_SHARE * a));
  },
  900_000,
);
