import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { identityOf } from '../../src/platform/embedded/process-identity.js';

const children: ChildProcess[] = [];

export interface Seen {
  adminUrl: string;
  port: number;
  pid: number;
  started: boolean;
  folder?: string;
}

/** Another node process that starts or joins a server, says what it got, runs `then` and stays until it is told to go. */
export async function otherProcess(call: string, then = ''): Promise<Seen & { child: ChildProcess }> {
  const from = (file: string): string => new URL(`../../src/platform/embedded/${file}.js`, import.meta.url).href;
  const script = `
    import { embeddedServer } from '${from('embedded-server')}';
    import { temporaryServer } from '${from('temporary-server')}';
    const progress = () => undefined;
    const server = await ${call};
    console.log(JSON.stringify({ ...server, pid: server.serverPid() }));
    process.stdin.resume(); // stays as long as the tests do
    ${then}`;
  const args = ['--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as Seen), child };
}
export const holder = (dataDir: string, then?: string): ReturnType<typeof otherProcess> =>
  otherProcess(`embeddedServer(${JSON.stringify(dataDir)}, { progress })`, then);

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

export async function query(adminUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

export const runs = (pid: number | undefined): boolean => pid !== undefined && identityOf(pid) !== undefined;

export async function gone(pid: number | undefined): Promise<boolean> {
  for (let waited = 0; waited < 5000 && runs(pid); waited += 50) await sleep(50);
  return !runs(pid);
}

export function endOtherProcesses(): void {
  for (const child of children.splice(0)) child.kill('SIGTERM');
}
