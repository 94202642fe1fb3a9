import { afterAll, beforeAll } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { freshQueueName, House } from './work-fixture.js';

/** A house on a database of its own, for all tests of a file. */
export function ownHouse(): () => House {
  let database: TestDatabase;
  let house: House;
  beforeAll(async () => {
    database = await freshDatabase();
    house = await House.build(database.appUrl, freshQueueName());
  });
  afterAll(async () => {
    await house?.close();
    await database?.drop();
  });
  return () => house;
}
