import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { temporaryServer, type TemporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { migrations } from '../../migrations/all.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { Child, program } from '../bench/child.js';
import { withClient } from '../bench/bench-database.js';

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

async function started(file: string): Promise<{ failed: boolean; said: string }> {
  const env = {
    NODE_ENV: 'development',
    DATABASE_URL: appUrl,
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

test('each setting counts by itself, and is named', async () => {
  await withClient(loose.adminUrl, (client) =>
    client.query('alter role marac_app in database marac_loose set synchronous_commit = on'),
  );
  const { failed, said } = await started('src/worker.js');
  expect(failed).toBe(true);
  expect(said).toContain('fsync');
  expect(said).not.toContain('synchronous_commit');
}, 60_000);
