import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, findBinaries } from '../../src/platform/embedded/binaries.js';
import { Cluster } from '../../src/platform/embedded/cluster.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { buryAfterUs } from '../../src/platform/embedded/undertaker.js';
import { withClient } from '../bench/bench-database.js';

/**
 * A PostgreSQL that archives its write-ahead log, as docs/operating.md asks for, with what the npm packages bring: base backups by
 * pg_backup_start and pg_backup_stop with copied files, and recovery to a named moment on a second server.
 */
export class ArchivedServer {
  private readonly password = randomBytes(24).toString('base64url');

  private constructor(
    private readonly binaries: Binaries,
    readonly folder: string,
    readonly release: () => Promise<void>,
    private cluster: Cluster | undefined,
    private port: number,
  ) {}

  static async start(): Promise<ArchivedServer> {
    const binaries = await findBinaries();
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'marac-archived-'));
    fs.chmodSync(folder, 0o711); // the server's user passes through to the archive
    const server = new ArchivedServer(binaries, folder, buryAfterUs(folder), undefined, await freePort());
    try {
      const data = path.join(folder, 'data');
      Cluster.create(binaries, data, server.password, false);
      fs.mkdirSync(server.archive, { mode: 0o700 });
      server.own(server.archive);
      fs.appendFileSync(path.join(data, 'postgresql.conf'), server.archiving());
      await server.run(data);
      return server;
    } catch (error) {
      await server.release();
      throw error;
    }
  }

  get adminUrl(): string {
    return `postgres://postgres:${this.password}@127.0.0.1:${this.port}/postgres`;
  }

  /** Copies the files of the running server. @returns the backup's folder */
  async backUp(): Promise<string> {
    const backup = path.join(this.folder, `backup-${randomBytes(3).toString('hex')}`);
    await withClient(this.adminUrl, async (client) => {
      await client.query(`select pg_backup_start('drill', true)`);
      copyFiles(path.join(this.folder, 'data'), backup);
      const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
        'select * from pg_backup_stop(true)',
      );
      fs.writeFileSync(path.join(backup, 'backup_label'), rows[0]!.labelfile);
    });
    return backup;
  }

  /** The last of what was written reaches the archive; then the server is lost, as a machine is. */
  async lose(): Promise<void> {
    const { file } = await withClient(this.adminUrl, async (client) => {
      const { rows } = await client.query<{ file: string }>('select pg_walfile_name(pg_switch_wal()) as file');
      return rows[0]!;
    });
    for (let tries = 0; !fs.existsSync(path.join(this.archive, file)); tries++) {
      if (tries > 300) throw new Error('the write-ahead log is not archived');
      await sleep(100);
    }
    const pid = this.cluster!.serverPid()!;
    process.kill(pid, 'SIGKILL');
    while (this.cluster!.serverPid() !== undefined) await sleep(20);
    await sleep(500); // its children see that it is gone
  }

  /** A second server from a backup, as everything was at a moment; on the port of the first, so that processes find it again. */
  async restore(backup: string, to: Date): Promise<void> {
    const data = path.join(this.folder, `restored-${randomBytes(3).toString('hex')}`);
    copyFiles(backup, data);
    fs.writeFileSync(path.join(data, 'recovery.signal'), '');
    fs.appendFileSync(
      path.join(data, 'postgresql.conf'),
      `restore_command = 'cp ${this.archive}/%f "%p"'\nrecovery_target_time = '${to.toISOString().replace('T', ' ').replace('Z', '+00')}'\nrecovery_target_action = 'promote'\n`,
    );
    this.own(data);
    await this.run(data);
    await withClient(this.adminUrl, async (client) => {
      for (let tries = 0; ; tries++) {
        const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
        if (!rows[0]!.recovering) return;
        if (tries > 600) throw new Error('the recovery does not end');
        await sleep(100);
      }
    });
  }

  private get archive(): string {
    return path.join(this.folder, 'archive');
  }

  private archiving(): string {
    return `archive_mode = on\narchive_command = 'test ! -f ${this.archive}/%f && cp "%p" ${this.archive}/%f'\nmax_wal_senders = 0\nwal_level = replica\n`;
  }

  private async run(data: string): Promise<void> {
    this.cluster = new Cluster(this.binaries, data, true);
    const { port } = await this.cluster.start({ port: this.port, password: this.password });
    if (port !== this.port) throw new Error(`port ${this.port} was taken meanwhile`);
  }

  private own(entry: string): void {
    const { user } = this.binaries;
    if (!user) return;
    fs.chownSync(entry, user.uid, user.gid);
    if (fs.statSync(entry).isDirectory()) for (const name of fs.readdirSync(entry)) this.own(path.join(entry, name));
  }
}

/** What a backup leaves out: the log's own segments, which come from the archive, and what belongs to the running process. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'server.log', 'pg_internal.init']);

/** Copies a folder of a server that may be at work. */
function copyFiles(from: string, to: string): void {
  fs.mkdirSync(to, { mode: 0o700 });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (LEFT_OUT.has(entry.name)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFiles(source, target);
    else if (!/pg_wal(\/archive_status)?$/.test(from)) copyFile(source, target);
  }
}

/** A file that goes meanwhile is of no use to the backup. */
function copyFile(source: string, target: string): void {
  try {
    fs.copyFileSync(source, target);
    fs.chmodSync(target, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
