import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.js';
import { freePort } from './free-port.js';
import { commandLine } from './process-identity.js';
import { reachOf } from './reach.js';
import { serverSettings } from './server-settings.js';

const BUSY_FOR_MS = 60_000;
const RETRY_MS = 250;
const REFUSALS = 20;
/** A server that is dying hangs up on us; one that does so again and again is no PostgreSQL. */
const UNCLEAR = 4;
/** Above every pid that Linux hands out: PostgreSQL takes the process that held its lock for dead. */
const NO_PROCESS = 2_147_483_647;

/** What a client needs besides the address 127.0.0.1 and the user `postgres`. */
export interface Access {
  port: number;
  password: string;
}

type Answer = 'ours' | 'busy' | 'nobody' | 'stranger' | 'unclear';

/**
 * One data folder and the server that runs on it. Which process that is, is never believed of a pid: it is the one that
 * answers on the port, knows the password and bears this folder's name.
 */
export class Cluster {
  /** Changes with the folder's identity on disk, so that a copied folder does not pass for the original. */
  private readonly name: string;
  /** How the server's user reaches the folder. */
  private readonly reach: string;

  constructor(
    private readonly binaries: Binaries,
    readonly folder: string,
    private readonly durable: boolean,
  ) {
    const { dev, ino } = fs.statSync(folder);
    this.name = `marac-${dev.toString(36)}-${ino.toString(36)}`;
    this.reach = reachOf(binaries, folder);
  }

  /**
   * Creates an empty database cluster here with the superuser `postgres`.
   * @param durable false leaves it to the machine when the new files reach the disk
   */
  static create(binaries: Binaries, folder: string, password: string, durable: boolean): void {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const passwordFile = `${folder}.password`;
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (binaries.user) {
      for (const entry of [folder, passwordFile]) fs.chownSync(entry, binaries.user.uid, binaries.user.gid);
    }
    const stdin = fs.openSync(passwordFile, 'r');
    try {
      const reach = reachOf(binaries, folder);
      const login = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', '/dev/stdin'];
      const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
      const args = ['-D', reach, ...login, ...locale, ...(durable ? [] : ['--no-sync'])];
      const made = binaries.run('initdb', args, { cwd: folder, stdin });
      if (made.status !== 0) throw new Error(`The database could not be created in ${folder}: ${outputOf(made)}`);
    } finally {
      fs.closeSync(stdin);
      fs.rmSync(passwordFile, { force: true });
    }
  }

  /**
   * Returns once the server answers: the one that runs already, or a new one.
   * @returns the port it answers on, another one than asked for when that was taken, and whether it had to be started
   */
  async start({ port, password }: Access): Promise<{ port: number; started: boolean }> {
    const waitUntil = Date.now() + BUSY_FOR_MS;
    let started = false;
    let unclear = 0;
    let refusals = 0;
    for (;;) {
      const answer = await this.ask(port, password);
      if (answer === 'ours') return { port, started };
      if (answer === 'unclear') unclear += 1;
      if (answer === 'busy' || (answer === 'unclear' && unclear < UNCLEAR)) {
        if (Date.now() > waitUntil) throw this.failure('does not get ready');
        await sleep(RETRY_MS);
        continue;
      }
      if (answer !== 'nobody') port = await freePort();
      this.forgetDeadServer();
      const attempt = this.startOn(port);
      started = attempt.status === 0;
      if (started) continue;
      refusals += 1; // for a second or two after a crash this is normal: its last children are still ending
      if (refusals === REFUSALS) throw this.failure('does not start', outputOf(attempt));
      await sleep(RETRY_MS);
    }
  }

  /** Ends the server in good order; returns when it has ended. Nothing happens when none runs. */
  stop(): void {
    if (this.serverPid() === undefined) return;
    const stop = this.binaries.run('pg_ctl', ['stop', '-D', this.reach, '-m', 'fast', '-w'], { cwd: this.folder });
    if (stop.status !== 0 && this.serverPid() !== undefined) {
      throw this.failure('does not stop', outputOf(stop));
    }
  }

  /** The server's main process, when one lives. */
  serverPid(): number | undefined {
    const pid = Number.parseInt(this.pidFile().split('\n')[0] ?? '', 10);
    return commandLine(pid).includes(`cluster_name=${this.name}`) ? pid : undefined;
  }

  private async ask(port: number, password: string): Promise<Answer> {
    const login = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres', password };
    const client = new pg.Client({ ...login, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined); // the server may end while we ask; the answer below says so
    try {
      await client.connect();
      const { rows } = await client.query<{ cluster_name: string }>('show cluster_name');
      return rows[0]?.cluster_name === this.name ? 'ours' : 'stranger';
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ECONNREFUSED') return 'nobody';
      if (code === '57P03') return 'busy'; // starting up, recovering or shutting down
      if (this.serverPid() === undefined) return code?.startsWith('28') ? 'stranger' : 'unclear';
      if (code === '28P01') throw this.failure('refuses the password kept beside its folder');
      return 'busy';
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private startOn(port: number): ReturnType<Binaries['run']> {
    const settings = serverSettings({ port, name: this.name, durable: this.durable }).join(' ');
    const log = path.join(this.reach, 'server.log');
    const args = ['start', '-D', this.reach, '-w', '-t', '60', '-l', log, '-o', settings];
    return this.binaries.run('pg_ctl', args, { cwd: this.folder });
  }

  private failure(what: string, detail = ''): Error {
    return new Error(`The embedded PostgreSQL ${what}, see ${path.join(this.folder, 'server.log')}. ${detail}`.trim());
  }

  /**
   * After a crash the pid file names a process that is gone, not yet reaped, or by now somebody else's; PostgreSQL would
   * refuse to start for as long as any process has that pid. The file itself stays: the rest of it lets PostgreSQL wait
   * for children of the dead server that still write.
   */
  private forgetDeadServer(): void {
    const [pid, ...rest] = this.pidFile().split('\n');
    if (!pid || this.serverPid() !== undefined) return;
    fs.writeFileSync(path.join(this.folder, 'postmaster.pid'), [NO_PROCESS, ...rest].join('\n'));
  }

  private pidFile(): string {
    try {
      return fs.readFileSync(path.join(this.folder, 'postmaster.pid'), 'utf8');
    } catch {
      return '';
    }
  }
}

function outputOf(result: ReturnType<Binaries['run']>): string {
  return (result.error?.message ?? `${result.stderr}${result.stdout}`).trim();
}
