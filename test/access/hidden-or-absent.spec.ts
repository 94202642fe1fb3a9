import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hiddenOrAbsent, type Asked } from '../protocol/hidden-or-absent.js';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import type { World } from '../support/world.js';

const PAIRS = 2_000;

let app: TestApp;
let world: World;
let shared: FullCase;
let flagId: string;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  shared = await fullCase(app, world);
  flagId = (await app.rows('select id from flags.flags where case_id = $1', [shared.caseId]))[0].id;
});
afterAll(() => app?.stop());

const routes = (): Asked[] => [
  { method: 'GET', path: (id) => `/cases/${id}`, hidden: shared.caseId },
  { method: 'GET', path: (id) => `/cases/${id}/history`, hidden: shared.caseId },
  { method: 'GET', path: (id) => `/cases/${id}/access`, hidden: shared.caseId },
  { method: 'GET', path: (id) => `/referrals/${id}`, hidden: shared.referralId },
  { method: 'GET', path: (id) => `/actions/${id}`, hidden: shared.actionId },
  { method: 'GET', path: (id) => `/flags/${id}`, hidden: flagId },
  { method: 'GET', path: (id) => `/actions?case=${id}`, hidden: shared.caseId },
  { method: 'POST', path: (id) => `/actions/${id}/updates`, hidden: shared.actionId, body: { note: 'Is it there?' } },
];

test('what is hidden and what never was are answered alike, in words and in time', async () => {
  const found = await hiddenOrAbsent(app, world.probation, routes(), PAIRS);
  process.stdout.write(
    `hidden or absent: ${found.pairs} pairs, ${found.unlike.length} unlike, median difference ${found.medianDifference.toFixed(3)} ms\n`,
  );
  expect(found.unlike.slice(0, 3)).toEqual([]);
  expect(Math.abs(found.medianDifference)).toBeLessThanOrEqual(2);
}, 180_000);

test('a difference in the answer would be noticed', async () => {
  const found = await hiddenOrAbsent(app, world.coordinator, routes().slice(0, 1), 2);
  expect(found.unlike.length).toBe(2);
});
