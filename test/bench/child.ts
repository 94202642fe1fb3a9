import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Folder of package.json, seen from dist/test/bench. */
export const PROJECT = path.resolve(here, '../../..');
const TICKS_A_SECOND = 100;

/** A compiled program: `src/main.js`, `test/bench/bare-server.js`. */
export function program(name: string): string {
  return path.resolve(here, '../..', name);
}

/** A Node process of its own, watched from outside. */
export class Child {
  /** largest resident set seen, MiB */
  peakMiB = 0;
  private readonly ended: Promise<number>;
  private output = '';

  private constructor(readonly process: ChildProcess) {
    for (const stream of [process.stdout, process.stderr])
      stream?.on('data', (text) => (this.output = `${this.output}${text}`.slice(-4000)));
    this.ended = new Promise((resolve, reject) => {
      process.once('error', reject);
      process.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
    this.ended.catch(() => undefined);
  }

  /** @param flags for Node itself */
  static start(
    file: string,
    args: readonly string[],
    env: Record<string, string>,
    flags: readonly string[] = [],
  ): Child {
    const inherited = { SECOND_FACTOR: 'optional', ...process.env, ...env };
    return new Child(
      spawn(process.execPath, [...flags, file, ...args], {
        cwd: PROJECT,
        env: inherited,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** By itself or by a signal. */
  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** The end of what it wrote to standard output and standard error. */
  get said(): string {
    return this.output;
  }

  /** Waits until an address answers 200. @returns milliseconds since `since` */
  async answers(url: string, since: number, patienceMs = 60_000): Promise<number> {
    for (;;) {
      const ok = await fetch(url).then((answer) => answer.ok, () => false); // prettier-ignore
      if (ok) return performance.now() - since;
      if (this.hasEnded) throw new Error(`it ended with ${this.process.exitCode} before it served:\n${this.output}`);
      if (performance.now() - since > patienceMs)
        throw new Error(`it did not serve within ${patienceMs} ms:\n${this.output}`);
      await sleep(10);
    }
  }

  /** Waits for its end, noting the peak of its memory. @throws when it fails */
  async end(): Promise<void> {
    const watch = setInterval(() => (this.peakMiB = Math.max(this.peakMiB, this.memoryMiB('VmHWM'))), 200);
    try {
      const code = await this.ended;
      if (code !== 0) throw new Error(`it ended with ${code}:\n${this.output}`);
    } finally {
      clearInterval(watch);
    }
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    const last = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    await this.ended.catch(() => undefined);
    clearTimeout(last);
  }

  /** Resident memory now (VmRSS) or at its highest (VmHWM), MiB; 0 when it has ended or the system does not tell. */
  memoryMiB(which: 'VmRSS' | 'VmHWM'): number {
    const file = `/proc/${this.process.pid}/status`;
    if (!existsSync(file)) return 0;
    return Number(new RegExp(`${which}:\\s+(\\d+) kB`).exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024;
  }

  /** Processor time it has used, seconds. */
  cpuSeconds(): number {
    const file = `/proc/${this.process.pid}/stat`;
    if (!existsSync(file)) return 0;
    const stat = readFileSync(file, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }
}
