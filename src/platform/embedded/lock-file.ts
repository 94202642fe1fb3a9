import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, thisProcess } from './process-identity.js';

const RETRY_MS = 50;
const ABANDONED_BREAK_MS = 10_000;

/** Runs `work` while no other process runs its own under the same lock file. A dead holder's lock is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(file)) await sleep(RETRY_MS);
  try {
    return await work();
  } finally {
    unlock(file);
  }
}

/**
 * The same for the last moments of a process, when nothing can be awaited any more. A lock that this process itself still
 * holds is no obstacle: the work that holds it will never continue.
 */
export function withLockSync<T>(file: string, work: () => T): T {
  while (!tryLock(file) && holderOf(file) !== thisProcess) pause(RETRY_MS);
  try {
    return work();
  } finally {
    unlock(file);
  }
}

function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, thisProcess, { mode: 0o600 });
  try {
    fs.linkSync(own, file); // atomic, and the holder's name is there from the first moment
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) breakLock(file, holder);
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** Two processes may find the same dead holder: only one may remove its lock, or the second removes the first's new one. */
function breakLock(file: string, deadHolder: string): void {
  const breaking = `${file}.breaking`;
  try {
    fs.mkdirSync(breaking);
  } catch {
    const since = fs.statSync(breaking, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > ABANDONED_BREAK_MS) fs.rmSync(breaking, { recursive: true, force: true });
    return;
  }
  try {
    if (holderOf(file) === deadHolder) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(breaking, { recursive: true, force: true });
  }
}

function unlock(file: string): void {
  if (holderOf(file) === thisProcess) fs.rmSync(file, { force: true });
}

function holderOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
