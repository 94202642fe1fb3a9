import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findBinaries } from './binaries.js';
import { Cluster } from './cluster.js';
import { freePort } from './free-port.js';
import { buryAfterUs } from './undertaker.js';

export interface TemporaryServer {
  /** Connection string of the superuser, database `postgres`, at 127.0.0.1. */
  readonly adminUrl: string;
  readonly port: number;
  /** Holds everything of this server, and is removed with it. An absolute path. */
  readonly folder: string;
  /** PostgreSQL's main process; undefined when there is none any more. */
  serverPid(): number | undefined;
  /** Starts it again, on the same port, after it was killed. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. Happens by itself when this process ends, be it by `kill -9`. */
  release(): Promise<void>;
}

/**
 * A new PostgreSQL for tests and benchmarks in a folder of its own.
 * @param durable false: faster on slow disks, but PostgreSQL then reports fsync, synchronous_commit and full_page_writes
 *   as off
 */
export async function temporaryServer({ durable = true }: { durable?: boolean } = {}): Promise<TemporaryServer> {
  const binaries = await findBinaries();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'marac-postgres-'));
  const bury = buryAfterUs(folder);
  const data = path.join(folder, 'data');
  const password = randomBytes(24).toString('base64url');
  try {
    Cluster.create(binaries, data, password, false); // it never has to outlive the machine
    const cluster = new Cluster(binaries, data, durable);
    const { port } = await cluster.start({ port: await freePort(), password });
    return {
      adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      port,
      folder,
      serverPid: () => cluster.serverPid(),
      restart: async () => {
        const again = await cluster.start({ port, password });
        if (again.port !== port) throw new Error(`Port ${port} of the temporary server was taken meanwhile.`);
      },
      release: bury,
    };
  } catch (error) {
    await bury();
    throw error;
  }
}
