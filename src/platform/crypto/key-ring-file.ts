import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readDataKeys } from './key-ring-setting.js';
import type { DataKey } from './key-ring.js';

/** A new key in the form of DATA_KEYS. */
export function newDataKey(version: number): string {
  return `${version}:${randomBytes(32).toString('base64')}`;
}

/**
 * The keys kept in MARAC_DATA_DIR, made at first use: for the demo and for development, where data and keys may lie side by
 * side. For the user's own eyes; whole or not there at all, also when two processes start at once.
 */
export function keysOfFolder(dataDir: string): DataKey[] {
  const file = path.join(path.resolve(dataDir), 'data-keys');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    fs.writeFileSync(draft, newDataKey(1), { mode: 0o600, flush: true });
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // else another process was first: its keys count
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }
  return readDataKeys(fs.readFileSync(file, 'utf8').trim());
}

let ofThisProcess: DataKey[] | undefined;

/** Keys in memory alone, the same for every application of this process: for tests. */
export function keysOfProcess(): DataKey[] {
  return (ofThisProcess ??= readDataKeys(newDataKey(1)));
}
