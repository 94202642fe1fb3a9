import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { type Bench, type Measured, median, rounded, type Say, under } from './bench.js';
import { Child, program, PROJECT } from './child.js';

const ROUNDS = 3;
const IDLE_MS = 10_000;

interface Start {
  seconds: number;
  idleMiB: number;
}

/**
 * The demo on data that is there already: from the start of the process (`node run.mjs demo`, as npm runs it) to the first
 * answer, and the memory of the Node process when nobody has asked anything for ten seconds. PostgreSQL is another process.
 * Baseline: a Node process with a bare node:http server.
 */
export const start: Bench = {
  about: 'the demo on existing data: time to serve, memory when idle',
  run: async (say) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'marac-start-'));
    try {
      return await measure(folder, say);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(folder: string, say: Say): Promise<Measured> {
  const runner = path.join(PROJECT, 'run.mjs');
  const demo = existsSync(runner) ? { file: runner, args: ['demo'] } : { file: program('src/demo.js'), args: [] };
  const first = await once(demo, folder, '/health/ready', 0, 300_000);
  say(`   first start, with the sample: ${first.seconds.toFixed(1)} s`);
  const starts: Start[] = [];
  const bare: Start[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    starts.push(await once(demo, folder, '/health/ready', IDLE_MS));
    bare.push(await once({ file: program('test/bench/bare-server.js'), args: [] }, folder, '/', 2_000));
    say(`   ${starts.at(-1)!.seconds.toFixed(2)} s, ${starts.at(-1)!.idleMiB.toFixed(0)} MiB idle`);
  }
  const seconds = median(starts.map((one) => one.seconds));
  const idleMiB = median(starts.map((one) => one.idleMiB));
  return {
    figures: {
      'first start with sample, s': rounded(first.seconds),
      'start, s': rounded(seconds),
      'idle memory, MiB': rounded(idleMiB),
    },
    baselines: {
      'start, s': rounded(median(bare.map((one) => one.seconds))),
      'idle memory, MiB': rounded(median(bare.map((one) => one.idleMiB))),
    },
    bars: [under('start, s', 5, seconds), under('idle memory, MiB', 200, idleMiB)],
  };
}

async function once(
  what: { file: string; args: string[] },
  folder: string,
  ready: string,
  idleMs: number,
  patienceMs = 60_000,
): Promise<Start> {
  const port = await freePort();
  const begun = performance.now();
  const child = Child.start(what.file, what.args, {
    PORT: String(port),
    MARAC_DATA_DIR: folder,
    DATABASE_URL: '',
    REDIS_URL: '',
  });
  try {
    const seconds = (await child.answers(`http://127.0.0.1:${port}${ready}`, begun, patienceMs)) / 1000;
    await sleep(idleMs);
    return { seconds, idleMiB: child.memoryMiB('VmRSS') };
  } finally {
    await child.stop();
  }
}
