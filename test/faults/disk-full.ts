import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from '../bench/bench.js';
import { drillHouse } from './drill-house.js';
import { startApi } from './web-process.js';
import { WriteLoad } from './write-load.js';

const DISK_MIB = 512;
/** What is left free when the disk is filled up: soon gone. */
const LEFT_BYTES = 3 * 2 ** 20;
const FULL_MS = 12_000;
const PATIENCE_MS = 60_000;

interface Full {
  acknowledged: number;
  refused: number;
  lost: number;
  afterwards: number;
}

/** The database's disk fills up under writes, and has room again later. Undefined where no small disk can be mounted. */
export async function diskFull(say: Say): Promise<Full | undefined> {
  const disk = mkdtempSync(path.join(tmpdir(), 'marac-disk-'));
  chmodSync(disk, 0o755);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=1777`, 'tmpfs', disk]).status !== 0) {
    rmSync(disk, { recursive: true, force: true });
    say('   no small disk can be mounted here: the full disk is left out');
    return undefined;
  }
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = disk;
  try {
    return await fillUp(disk, say);
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

async function fillUp(disk: string, say: Say): Promise<Full> {
  const { server, house, release } = await drillHouse();
  try {
    const { api, url } = await startApi(house);
    const load = await WriteLoad.prepare(house, url);
    load.start(8);
    await load.more(20, PATIENCE_MS);
    const ballast = path.join(disk, 'ballast');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES)));
    await sleep(FULL_MS);
    const refused = load.refused + load.cutOff;
    const before = load.acknowledged.length;
    rmSync(ballast);
    await server.restart(); // where it had given up; where it had not, it is found at work
    await load.more(10, PATIENCE_MS);
    await load.stop();
    await api.stop();
    const acknowledged = load.acknowledged.length;
    say(`   disk full: ${before} acknowledged before, ${refused} refused, ${acknowledged - before} afterwards`);
    return { acknowledged, refused, lost: await load.lost(), afterwards: acknowledged - before };
  } finally {
    await release();
  }
}
