import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { readAndKill } from '../faults/read-audit.fault.js';
import { startApp, TEST_DATA_KEYS, type TestApp } from '../support/app.js';

const KILLS = 5;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await app.get(BulkSeed).run(200, { marac: 'NB' });
}, 60_000);
afterAll(() => app?.stop());

test('no byte of a case reaches anybody without its line, though the process is killed at any moment', async () => {
  const { ours, bare } = await readAndKill(
    app.database,
    KILLS,
    { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_KEYS: TEST_DATA_KEYS },
    () => undefined,
  );
  process.stdout.write(`${KILLS} kills: ${ours.responses} responses, ${ours.bytes} bytes, ${ours.bytesWithoutLine} without a line; recorded after the answer: ${bare.bytesWithoutLine} of ${bare.bytes}\n`); // prettier-ignore
  expect(ours).toMatchObject({ kills: KILLS, bytesWithoutLine: 0 });
  expect(ours.bytes).toBeGreaterThan(0);
  expect(bare.bytesWithoutLine).toBeGreaterThan(0); // or this would not see a line that is missing
}, 240_000);
