import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const LIBRARIES = '/usr/lib';
const NAME = 'faketime/libfaketime.so.1';

/** libfaketime, installed where it is missing and can be: a process that is loaded with it sees another time of day. */
export function libfaketime(): string | undefined {
  const found = () =>
    readdirSync(LIBRARIES)
      .map((folder) => path.join(LIBRARIES, folder, NAME))
      .find((file) => existsSync(file));
  if (!existsSync(LIBRARIES)) return undefined;
  if (!found() && process.getuid?.() === 0) {
    const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' } as const;
    spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', 'libfaketime'], quiet);
  }
  return found();
}

/** Environment of a process whose clock on the wall is so many seconds off; its timers run as ever. */
export function clockOff(library: string, seconds: number): Record<string, string> {
  const sign = seconds < 0 ? '-' : '+';
  return {
    LD_PRELOAD: library,
    FAKETIME: `${sign}${Math.abs(Math.round(seconds))}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_RESET: '1',
  };
}
