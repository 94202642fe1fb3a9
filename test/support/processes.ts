import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TEST_DATA_KEYS, type TestApp } from './app.js';
import { freePort } from '../../src/platform/embedded/free-port.js';

/** The product's own processes, as an operator starts them, and every byte they write. */
export class Processes {
  private readonly children: ChildProcess[] = [];
  private readonly heard: string[] = [];
  url = '';

  /** Starts the web process and a worker, and waits until they are ready. */
  async start(env: Record<string, string>): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    for (const file of ['main.js', 'worker.js']) this.spawn(file, { ...env, PORT: String(port) });
    for (let tries = 0; !(await this.isReady()); tries++) {
      const ended = this.children.find((child) => child.exitCode !== null);
      if (ended || tries > 300) throw new Error(`not ready: ${this.output}`);
      await sleep(100);
    }
  }

  /** The same on the database of an application of the tests, writing all they can into their log. */
  startBeside(app: TestApp, folder: string): Promise<void> {
    const redis = process.env['REDIS_URL'];
    return this.start({
      ...{ NODE_ENV: 'test', LOG_LEVEL: 'debug', DATABASE_URL: app.database.appUrl, MARAC_DATA_DIR: folder },
      ...{ DATA_KEYS: TEST_DATA_KEYS, ...(redis && { REDIS_URL: redis }) },
    });
  }

  /** standard output and standard error of all */
  get output(): string {
    return this.heard.join('');
  }

  async stop(): Promise<void> {
    for (const child of this.children) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      if (child.exitCode === null && child.kill('SIGTERM')) await ended;
    }
  }

  private spawn(file: string, env: Record<string, string>): void {
    const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
    const child = spawn(process.execPath, [path], {
      env: { PATH: process.env['PATH'], SECOND_FACTOR: 'optional', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => this.heard.push(text));
    this.children.push(child);
  }

  private async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}
