import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * Names one life of one process: its pid and the moment it started. A pid alone is handed out again, after a restart of
 * the machine at the latest, and would let a stranger's process pass for ours.
 * @returns undefined when no such process lives (a zombie is dead)
 */
export function identityOf(pid: number): string | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : ps(pid, 'lstart=');
  return started ? `${pid} ${started}` : undefined;
}

export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && identityOf(pid) === identity;
}

/** The command line of a living process, words joined by blanks; empty for none. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

export const thisProcess: string = identityOf(process.pid) ?? `${process.pid}`;

function startedOnLinux(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // the second field, the program's name in brackets, may itself contain blanks and brackets
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!stat || state === 'Z' || state === 'X') return undefined;
  const bootId = read('/proc/sys/kernel/random/boot_id').trim();
  return `${fields[18]}@${bootId}`;
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
