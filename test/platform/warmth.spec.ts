import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { Warmth } from '../../src/platform/db/warmth.js';
import { ownHouse } from './own-house.js';

const house = ownHouse({ beforeAll, afterAll });

const backend = async () => (await tx().one<{ pid: number }>('select pg_backend_pid() as pid'))!.pid;

test('each connection is asked once, by nobody; and is kept, so that nothing is planned again', async () => {
  const warmth = new Warmth(house().get(UnitOfWork));
  const asked: number[] = [];
  warmth.keepsReady('PROMISES', async () => {
    const seen = await tx().one<{ nobody: boolean }>(
      'select not access.is_system() and access.member_of() is null as nobody',
    );
    expect(seen?.nobody).toBe(true);
    asked.push(await backend());
  });
  await warmth.warm('PROMISES', 5);
  expect(new Set(asked).size).toBe(5);
  const pids = await Promise.all([1, 2, 3, 4, 5].map(() => house().run(async () => backend())));
  for (const pid of pids) expect(asked).toContain(pid);
});

test('who cannot be asked keeps nobody from being served', async () => {
  const warmth = new Warmth(house().get(UnitOfWork));
  warmth.keepsReady('PROMISES', () => tx().query('select 1 / 0'));
  await warmth.warm('PROMISES', 2);
  await expect(house().run(async () => backend())).resolves.toEqual(expect.any(Number));
});
