import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findBinaries } from '../../src/platform/embedded/binaries.js';
import { Cluster } from '../../src/platform/embedded/cluster.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { reachOf } from '../../src/platform/embedded/reach.js';
import { serverSettings } from '../../src/platform/embedded/server-settings.js';
import { buryAfterUs } from '../../src/platform/embedded/undertaker.js';
import { temporaryServer, type TemporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { migrations } from '../../migrations/all.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { Child, program } from '../bench/child.js';

const KEYS = newDataKey(1);
let loose: TemporaryServer;
let appUrl: string;

beforeAll(async () => {
  loose = await temporaryServer({ durable: false });
  const provisioned = await provision(loose.adminUrl, 'marac_loose');
  await migrate(provisioned.ownerUrl, migrations);
  appUrl = provisioned.appUrl;
}, 60_000);
afterAll(() => loose?.release());

async function started(file: string, databaseUrl = appUrl): Promise<{ failed: boolean; said: string }> {
  const env = {
    NODE_ENV: 'development',
    DATABASE_URL: databaseUrl,
    DATA_KEYS: KEYS,
    LOG_LEVEL: 'fatal',
    PORT: '0',
  };
  const child = Child.start(program(file), [], { ...env, MARAC_DATA_DIR: loose.folder, REDIS_URL: '' });
  const failed = await child.end().then(
    () => false,
    () => true,
  );
  return { failed, said: child.said };
}

test.each(['src/main.js', 'src/worker.js'])(
  '%s does not start on a server that acknowledges before it has written',
  async (file) => {
    const { failed, said } = await started(file);
    expect(failed).toBe(true);
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) expect(said).toContain(setting);
  },
  60_000,
);

/** A server that keeps all it promises but for one setting. */
async function withOneOff(setting: string, work: (appUrl: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'marac-one-off-'));
  const bury = buryAfterUs(folder);
  try {
    const binaries = await findBinaries();
    const data = path.join(folder, 'data');
    const [port, password] = [await freePort(), 'only-for-this-test'];
    Cluster.create(binaries, data, password, false);
    const settings = [...serverSettings({ port, name: 'one-off', durable: true }), `-c ${setting}='off'`].join(' ');
    const [reach, cwd] = [reachOf(binaries, data), data];
    const running = binaries.run('pg_ctl', ['start', '-D', reach, '-w', '-l', `${reach}/server.log`, '-o', settings], { cwd }); // prettier-ignore
    expect(running.status).toBe(0);
    try {
      const { ownerUrl, appUrl: url } = await provision(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, 'marac_loose'); // prettier-ignore
      await migrate(ownerUrl, migrations);
      await work(url);
    } finally {
      binaries.run('pg_ctl', ['stop', '-D', reach, '-m', 'immediate', '-w'], { cwd });
    }
  } finally {
    await bury();
  }
}

test.each(['fsync', 'full_page_writes', 'synchronous_commit'])(
  '%s counts by itself, and is named alone',
  async (setting) => {
    await withOneOff(setting, async (url) => {
      const { failed, said } = await started('src/worker.js', url);
      expect(failed).toBe(true);
      expect(said).toContain(`${setting} off`);
      for (const other of ['fsync', 'full_page_writes', 'synchronous_commit'])
        if (other !== setting) expect(said).not.toContain(other);
    });
  },
  90_000,
);
