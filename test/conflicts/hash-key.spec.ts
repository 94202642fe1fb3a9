import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HASH_KEY, KeyedHash } from '../../src/conflicts/keyed-hash.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { readDataKeys } from '../../src/platform/crypto/key-ring-setting.js';
import { KeyRing } from '../../src/platform/crypto/key-ring.js';
import { ResealedColumn } from '../../src/platform/crypto/resealed.js';
import { Actor } from '../../src/platform/db/actor.js';
import { tx } from '../../src/platform/db/transaction.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { startApp, type TestApp } from '../support/app.js';

/** Every machine must recognise alike, before and after a rotation of keys; one that cannot does not start. */
const [old, next] = [newDataKey(1), newDataKey(2)];
const FACT = { kind: 'PHONE', text: '07700900123' } as const;
const ring = (keys: string) => new KeyRing(readDataKeys(keys));

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ DATA_KEYS: old });
});
afterAll(() => app?.stop());

/** What another machine with these keys makes of the fact. */
async function print(keys: string): Promise<string> {
  const hash = new KeyedHash(ring(keys), app.get(UnitOfWork));
  await hash.onModuleInit();
  return hash.print(FACT);
}

test('machines with the same keys hash alike, and a rotation changes no hash; then the old key can go', async () => {
  const first = app.get(KeyedHash).print(FACT);
  expect(await print(old)).toBe(first);
  expect(await print(`${next},${old}`)).toBe(first);
  await expect(print(next)).rejects.toThrow('DATA_KEYS must hold the key');

  const column = new ResealedColumn(ring(`${next},${old}`), HASH_KEY);
  expect(await app.operate(() => column.reseal(10))).toBe(1);
  expect(await app.operate(() => column.left())).toBe(0);
  expect(await print(next)).toBe(first);
});

test('the key is not in clear, and people find nothing of it', async () => {
  const [row] = await app.rows<{ sealed: Buffer }>('select k.sealed from conflicts.hash_key k');
  expect(ring(`${next},${old}`).isSealed(row!.sealed)).toBe(true);
  const world = await app.world();
  for (const { id, agencyId } of [world.coordinator, world.administrator]) {
    const work = () => tx().query('select from conflicts.hash_key');
    expect(await app.get(UnitOfWork).run(new Actor('user', id, agencyId), work)).toEqual([]);
  }
});
