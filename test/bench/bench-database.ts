import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { migrations } from '../../migrations/all.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { embeddedServer } from '../../src/platform/embedded/embedded-server.js';
import { temporaryServer } from '../../src/platform/embedded/temporary-server.js';
import type { Say } from './bench.js';

export interface BenchDatabase {
  /** the superuser's address of this database: bound by no guard */
  adminUrl: string;
  appUrl: string;
  release(): Promise<void>;
}

/**
 * A migrated database for one bench on a server that keeps its promises: that of DATABASE_URL, the kept one under
 * MARAC_BENCH_DIR, or a temporary one.
 * @param keep name under which it is found again under MARAC_BENCH_DIR; without a name it is dropped afterwards everywhere
 */
export async function benchDatabase(say: Say, keep?: string): Promise<BenchDatabase> {
  const given = process.env['DATABASE_URL'];
  const folder = process.env['MARAC_BENCH_DIR'];
  const passing = `marac_bench_${randomBytes(4).toString('hex')}`;
  if (given) return prepared(given, passing, (name) => drop(given, name));
  if (folder) {
    const server = await embeddedServer(path.resolve(folder), { progress: say });
    if (keep) return prepared(server.adminUrl, `marac_bench_${keep}`, () => server.release());
    return prepared(server.adminUrl, passing, async (name) => {
      await drop(server.adminUrl, name);
      await server.release();
    });
  }
  const server = await temporaryServer({ durable: true });
  return prepared(server.adminUrl, 'marac_bench', () => server.release());
}

async function prepared(
  serverUrl: string,
  name: string,
  release: (name: string) => Promise<void>,
): Promise<BenchDatabase> {
  try {
    const { ownerUrl, appUrl } = await provision(serverUrl, name);
    await migrate(ownerUrl, migrations);
    const own = new URL(serverUrl);
    own.pathname = `/${name}`;
    return { adminUrl: own.toString(), appUrl, release: () => release(name) };
  } catch (error) {
    await release(name);
    throw error;
  }
}

async function drop(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
