import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../src/platform/embedded/free-port.js';

/** A Redis of one's own, where one is installed; it keeps nothing. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** Undefined where there is no redis-server. */
  static async start(): Promise<RedisServer | undefined> {
    if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
    const server = new RedisServer(mkdtempSync(path.join(tmpdir(), 'marac-redis-')), await freePort());
    await server.revive();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again, empty, on the same port. */
  async revive(): Promise<void> {
    const args = [
      '--bind',
      '127.0.0.1',
      '--port',
      String(this.port),
      '--dir',
      this.folder,
      '--save',
      '',
      '--appendonly',
      'no',
    ];
    this.process = spawn('redis-server', args, { stdio: 'ignore' });
    for (let tries = 0; !(await this.does('ping')); tries++) {
      if (tries > 200) throw new Error('redis-server does not start');
      await sleep(50);
    }
  }

  async flush(): Promise<void> {
    if (!(await this.does('flushall'))) throw new Error('redis-server does not flush');
  }

  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process?.once('close', resolve));
    this.process?.kill('SIGKILL');
    await ended;
  }

  async release(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async does(command: 'ping' | 'flushall'): Promise<boolean> {
    const client = new Redis(this.url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.call(command);
      return true;
    } catch {
      return false;
    } finally {
      client.disconnect();
    }
  }
}
