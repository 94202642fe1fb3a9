import type { afterAll, beforeAll } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { freshQueueName, House } from './work-fixture.js';

/**
 * A house on a database of its own, for all tests of a file.
 * @param file the file's own hooks: a module that several files share is loaded once, and would go on with those of the first
 */
export function ownHouse(file: { beforeAll: typeof beforeAll; afterAll: typeof afterAll }): () => House {
  let database: TestDatabase;
  let house: House;
  file.beforeAll(async () => {
    database = await freshDatabase();
    house = await House.build(database.appUrl, freshQueueName());
  });
  file.afterAll(async () => {
    await house?.close();
    await database?.drop();
  });
  return () => house;
}
