import { spawnSync } from 'node:child_process';
import type { Binaries } from './binaries.js';

/**
 * The path by which the user that PostgreSQL runs as can enter the folder, for programs started with the folder as their
 * working directory. A checkout below root's own folders is closed to that user; on Linux a process that already stands
 * in the folder as it starts still comes in by `/proc/self/cwd`.
 */
export function reachOf(binaries: Binaries, folder: string): string {
  if (!binaries.user) return folder;
  for (const path of [folder, '/proc/self/cwd']) {
    const entered = spawnSync('/bin/sh', ['-c', 'cd -- "$0"', path], {
      ...binaries.user,
      cwd: folder,
      stdio: 'ignore',
    });
    if (entered.status === 0) return path;
  }
  throw new Error(
    `The user that PostgreSQL runs as cannot enter ${folder}: set MARAC_DATA_DIR to a folder that every user can reach.`,
  );
}
