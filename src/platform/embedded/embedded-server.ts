import path from 'node:path';
import { atExit } from './at-exit.js';
import { type Binaries, findBinaries } from './binaries.js';
import { Cluster } from './cluster.js';
import { Home } from './home.js';
import { Leases } from './leases.js';
import { withLock, withLockSync } from './lock-file.js';
import { type Progress, since, toStandardError } from './progress.js';

export interface EmbeddedServer {
  /** Connection string of the superuser, database `postgres`, at 127.0.0.1. It holds the password: never log it. */
  readonly adminUrl: string;
  readonly port: number;
  /** True when it was started just now, false when a running one was joined. */
  readonly started: boolean;
  /** PostgreSQL's main process; undefined when there is none any more. */
  serverPid(): number | undefined;
  /** Ends this use, and the server too when no living process uses it. Happens by itself when this process ends. */
  release(): Promise<void>;
}

/**
 * The PostgreSQL that lives under `dataDir`: the one that runs there, or else one started, and at first created, now.
 * A `kill -9` of its users leaves it running for the next one to join; killed itself, it recovers at the next start.
 * @throws Error that names MARAC_DATA_DIR when the folder cannot be used
 */
export async function embeddedServer(
  dataDir: string,
  { progress = toStandardError }: { progress?: Progress } = {},
): Promise<EmbeddedServer> {
  const home = new Home(path.join(path.resolve(dataDir), 'postgres'));
  const binaries = await findBinaries();
  const use = new Use(home);
  try {
    return await withLock(home.lock, () => use.start(binaries, progress));
  } catch (error) {
    use.end();
    throw error;
  }
}

/** One use of the server by this process. */
class Use {
  private readonly leases: Leases;
  private readonly giveBack: () => void;
  private readonly forget: () => void;
  private cluster: Cluster | undefined;

  /** From here on, before anything is decided, whoever leaves sees that somebody has come. */
  constructor(private readonly home: Home) {
    this.leases = new Leases(home.leases);
    this.giveBack = this.leases.take();
    this.forget = atExit(() => this.end());
  }

  async start(binaries: Binaries, progress: Progress): Promise<EmbeddedServer> {
    const begun = performance.now();
    let access = this.home.readAccess();
    if (!access) {
      access = await this.home.create(binaries);
      progress(`creating the database in ${this.home.data} ... ${since(begun)}`);
    }
    const cluster = (this.cluster = new Cluster(binaries, this.home.data, true));
    const { port, started } = await cluster.start(access);
    if (port !== access.port) this.home.writeAccess({ ...access, port });
    progress(started ? `starting the database ... ${since(begun)}` : 'the database is running already');
    return {
      adminUrl: `postgres://postgres:${access.password}@127.0.0.1:${port}/postgres`,
      port,
      started,
      serverPid: () => cluster.serverPid(),
      release: async () => this.end(),
    };
  }

  end(): void {
    this.forget();
    withLockSync(this.home.lock, () => {
      this.giveBack();
      if (!this.leases.anyAlive()) this.cluster?.stop();
    });
  }
}
