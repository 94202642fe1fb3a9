import { expect, test } from '@jest/globals';
import { restore } from './restore.fault.js';

// the drill of `npm run faults -- restore` with nine actions in each lot; lateness is for a quiet machine
process.env['MARAC_BENCH_SCALE'] = '0.03';

test('restored to a named second, no alert is sent again, none is lost, and the audit verifies', async () => {
  const said: string[] = [];
  const { figures, baselines, bars } = await restore.run((line) => said.push(line));
  console.log(`${said.join('\n')}\n${JSON.stringify({ figures, baselines })}`);
  expect(bars.filter(({ bar, ok }) => !ok && !bar.startsWith('late'))).toEqual([]);
  expect(baselines['mails sent again without the fence']).toBeGreaterThan(0);
}, 240_000);
