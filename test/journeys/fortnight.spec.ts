import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { committed } from '../support/committed.js';
import { letters } from '../support/letters.js';
import { fortnight } from './fortnight.js';
import { type Hands, KilledHands, steadyHands } from './hands.js';
import { Journey } from './journey.js';
import { found } from './partnership.js';
import { outward, summary } from './summary.js';

/** A fortnight of a MARAC, once with a worker that lives, once with one that dies in every step: they end alike. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'marac-fortnight-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function live<H extends Hands>(handsOf: (app: TestApp, mails: string) => Promise<H> | H): Promise<[string[], H]> {
  const mails = mkdtempSync(path.join(folder, 'mail-'));
  const app = await startApp({ MARAC_DATA_DIR: mails, SMTP_URL: '' });
  const people = await found(app);
  const hands = await handsOf(app, mails);
  try {
    await fortnight(new Journey(app, people, hands));
    const [{ sent }] = await app.rows(`select count(*)::int as sent from notifications.mails where state = 'SENT'`);
    expect(letters(mails)).toHaveLength(sent);
    return [await summary(app, people), hands];
  } finally {
    await hands.stop();
    await app.stop();
  }
}

let steady: string[];

test('thirty referrals become a meeting, its minutes and what agencies do; who is kept out finds nothing', async () => {
  [steady] = await live(steadyHands);
  expect(outward(steady)).toBe(committed('test/journeys/fortnight-ends.txt', outward(steady)));
}, 120_000);

/** In which steps the worker dies: in all; in every third of them alone with FORTNIGHT_DEATH_EVERY=3. */
const every = Number(process.env['FORTNIGHT_DEATH_EVERY'] ?? 1);

test('the same fortnight ends the same though the worker dies in every step', async () => {
  const [ended, { deaths }] = await live((app, mails) => new KilledHands(app, mails, every));
  console.log(`a worker died in every ${every === 1 ? '' : `${every}. `}step: ${JSON.stringify(deaths)}`);
  expect(deaths.before).toBeGreaterThan(0);
  expect(deaths.after).toBeGreaterThan(0);
  expect(ended).toEqual(steady);
}, 300_000);
