import { afterEach, describe, expect, test } from '@jest/globals';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { end, endOtherProcesses, gone, otherProcess, query } from './embedded-processes.js';

afterEach(endOtherProcesses);

describe('a temporary server', () => {
  test('leaves no process and no folder when released', async () => {
    const server = await temporaryServer();
    const pid = server.serverPid();
    expect(await query(server.adminUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
    await server.release();
    expect(fs.existsSync(server.folder)).toBe(false);
    expect(await gone(pid)).toBe(true);
  });

  test('comes back with its rows after a kill -9', async () => {
    const server = await temporaryServer();
    await query(server.adminUrl, 'create table kept as select 5 as n');
    process.kill(server.serverPid() ?? 0, 'SIGKILL');
    await server.restart();
    expect(await query(server.adminUrl, 'select n from kept')).toEqual([{ n: 5 }]);
    await server.release();
    expect(fs.existsSync(server.folder)).toBe(false);
  });

  test('gives up durability only when asked to', async () => {
    const server = await temporaryServer({ durable: false });
    expect(await query(server.adminUrl, 'show fsync')).toEqual([{ fsync: 'off' }]);
    await server.release();
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('goes with its process after %s', async (signal) => {
    const { child, pid, folder = '' } = await otherProcess('temporaryServer()');
    expect(fs.existsSync(folder)).toBe(true);
    await end(child, signal);
    expect(await gone(pid)).toBe(true);
    for (let waited = 0; waited < 5000 && fs.existsSync(folder); waited += 50) await sleep(50);
    expect(fs.existsSync(folder)).toBe(false);
  });
});
