import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { embeddedServer } from '../../src/platform/embedded/embedded-server.js';
import { buryAfterUs } from '../../src/platform/embedded/undertaker.js';
import { end, endOtherProcesses, gone, holder, query, runs } from './embedded-processes.js';

/** Closed to everybody but the user who runs the tests, as a checkout below root's home is, and with a blank in its name. */
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'marac embedded '));
const bury = buryAfterUs(root); // also when the tests are broken off
const quiet = { progress: () => undefined };
let folders = 0;
const newFolder = (): string => path.join(root, `data ${(folders += 1)}`);
/** For tests that need a database but not a new one. */
const shared = newFolder();

afterEach(endOtherProcesses);
afterAll(() => bury());

describe('the embedded server', () => {
  test('is created, joined by others, and ends with the last of them', async () => {
    const dataDir = newFolder();
    const first = await embeddedServer(dataDir, quiet);
    expect(first.started).toBe(true);
    const pid = first.serverPid();
    await query(first.adminUrl, 'create table kept as select 42 as n');

    const second = await holder(dataDir);
    expect(second).toMatchObject({ started: false, port: first.port, pid });
    await end(second.child, 'SIGTERM');
    expect(await query(first.adminUrl, 'select n from kept')).toEqual([{ n: 42 }]);

    const third = await holder(dataDir);
    await first.release();
    expect(await query(third.adminUrl, 'select n from kept')).toEqual([{ n: 42 }]);
    await end(third.child, 'SIGINT');
    expect(await gone(pid)).toBe(true);
  });

  test('keeps its data from one run to the next, on the same port', async () => {
    const dataDir = newFolder();
    const first = await embeddedServer(dataDir, quiet);
    await query(first.adminUrl, 'create table kept as select 7 as n');
    await first.release();
    expect(first.serverPid()).toBeUndefined();
    const again = await embeddedServer(dataDir, quiet);
    expect([again.started, again.port]).toEqual([true, first.port]);
    expect(await query(again.adminUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    await again.release();
  });

  test('is durable, closed to the network, and wants its password', async () => {
    const server = await embeddedServer(shared, quiet);
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'listen_addresses', 'max_connections'];
    const settings = await query(
      server.adminUrl,
      `select name, setting from pg_settings where name = any('{${names.join(',')}}') order by name`,
    );
    expect(settings.map((row) => `${row['name']}=${row['setting']}`)).toEqual([
      'fsync=on',
      'full_page_writes=on',
      'jit=off',
      'listen_addresses=127.0.0.1',
      'max_connections=200',
      'synchronous_commit=on',
    ]);
    const wrong = server.adminUrl.replace(/:[^:@/]+@/, ':guess@');
    await expect(query(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await query(server.adminUrl, 'create extension pg_stat_statements');
    expect(await query(server.adminUrl, 'select count(*) > 0 as used from pg_stat_statements')).toEqual([
      { used: true },
    ]);
    const secret = fs.statSync(path.join(shared, 'postgres', 'server.json'));
    expect(secret.mode & 0o777).toBe(0o600);
    await server.release();
  });

  test('writes neither statements nor rows to its log', async () => {
    const server = await embeddedServer(shared, quiet);
    await query(server.adminUrl, 'create table secret (place text unique, size int check (size < 5))');
    await query(server.adminUrl, `insert into secret values ('Canary House', 1)`);
    await expect(query(server.adminUrl, `insert into secret values ('Canary House', 1)`)).rejects.toThrow('unique');
    await expect(query(server.adminUrl, `insert into secret values ('Canary Lane', 9)`)).rejects.toThrow('check');
    const log = fs.readFileSync(path.join(shared, 'postgres', 'data', 'server.log'), 'utf8');
    expect(log).toContain('violates unique constraint');
    expect(log).not.toContain('Canary');
    await server.release();
  });

  test('outlives a kill -9 of the process that uses it; the next one joins it', async () => {
    const first = await holder(shared);
    await query(first.adminUrl, 'create table outlived as select 1 as n');
    await end(first.child, 'SIGKILL');
    expect(runs(first.pid)).toBe(true);
    const next = await embeddedServer(shared, quiet);
    expect([next.started, next.serverPid()]).toEqual([false, first.pid]);
    expect(await query(next.adminUrl, 'select n from outlived')).toEqual([{ n: 1 }]);
    await next.release();
    expect(await gone(first.pid)).toBe(true);
  });

  test('recovers every committed row after a kill -9 of itself and of its user', async () => {
    const first = await holder(shared);
    await query(first.adminUrl, 'create table recovered as select generate_series(1, 1000) as n');
    await end(first.child, 'SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    const next = await embeddedServer(shared, quiet);
    expect(next.started).toBe(true);
    expect(await query(next.adminUrl, 'select count(*)::int as n from recovered')).toEqual([{ n: 1000 }]);
    await next.release();
  });

  test('started by several processes at the same moment is one server, and ends with the last', async () => {
    const dataDir = newFolder();
    const all = await Promise.all([holder(dataDir), holder(dataDir), holder(dataDir)]);
    expect(new Set(all.map((each) => each.pid)).size).toBe(1);
    expect(all.filter((each) => each.started)).toHaveLength(1);
    await Promise.all(all.map((each) => end(each.child, 'SIGTERM')));
    expect(await gone(all[0]?.pid)).toBe(true);
  });

  test.each([
    ['returns', 'process.stdin.destroy()'],
    ['exits', 'process.exit(3)'],
    ['fails', 'throw new Error("unforeseen")'],
  ])('ends with a process that %s without releasing it', async (_, then) => {
    const { child, pid } = await holder(shared, then);
    if (child.exitCode === null) await once(child, 'exit');
    expect(await gone(pid)).toBe(true);
  });

  test('starts although a restart of the machine left its pid to a stranger', async () => {
    const first = await holder(shared);
    await end(first.child, 'SIGKILL');
    process.kill(first.pid, 'SIGKILL');
    await gone(first.pid);
    const pidFile = path.join(shared, 'postgres', 'data', 'postmaster.pid');
    const [, ...rest] = fs.readFileSync(pidFile, 'utf8').split('\n');
    fs.writeFileSync(pidFile, [process.pid, ...rest].join('\n'));
    const next = await embeddedServer(shared, quiet);
    expect(next.started).toBe(true);
    await next.release();
    expect(runs(process.pid)).toBe(true);
  });

  test('waits for no lock and no lease of a dead process', async () => {
    const dataDir = newFolder();
    const home = path.join(dataDir, 'postgres');
    fs.mkdirSync(path.join(home, 'leases'), { recursive: true });
    fs.writeFileSync(path.join(home, 'lock'), `${process.pid} of-an-earlier-life`);
    fs.writeFileSync(path.join(home, 'leases', 'old'), `${process.pid} of-an-earlier-life`);
    const server = await embeddedServer(dataDir, quiet);
    await server.release();
    expect(server.serverPid()).toBeUndefined();
  });

  test('moves to another port when its own is taken', async () => {
    const first = await embeddedServer(shared, quiet);
    await first.release();
    const squatter = net.createServer((socket) => socket.destroy()).listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const next = await embeddedServer(shared, quiet);
    expect(next.port).not.toBe(first.port);
    expect(await query(next.adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
    await next.release();
    squatter.close();
  });

  test('of a copied folder is not taken for the original', async () => {
    const [dataDir, copy] = [newFolder(), newFolder()];
    const stopped = await embeddedServer(dataDir, quiet);
    await stopped.release();
    fs.cpSync(dataDir, copy, { recursive: true });
    const data = fs.statSync(path.join(dataDir, 'postgres', 'data'));
    chownAll(path.join(copy, 'postgres', 'data'), data.uid, data.gid);
    const original = await embeddedServer(dataDir, quiet);
    const second = await embeddedServer(copy, quiet);
    expect(second.started).toBe(true);
    expect(second.port).not.toBe(original.port);
    await Promise.all([original.release(), second.release()]);
  });

  test('says which setting to change when the folder cannot be used', async () => {
    const file = path.join(root, 'a file');
    fs.writeFileSync(file, '');
    await expect(embeddedServer(path.join(file, 'below'), quiet)).rejects.toThrow('MARAC_DATA_DIR');
  });
});

function chownAll(folder: string, uid: number, gid: number): void {
  fs.chownSync(folder, uid, gid);
  for (const entry of fs.readdirSync(folder, { recursive: true })) {
    fs.lchownSync(path.join(folder, String(entry)), uid, gid);
  }
}
