import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { migrations } from '../../migrations/all.js';
import { MatchKeys0029 } from '../../migrations/0029-match-keys.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { dropDatabase } from '../support/database.js';

test('an upgrade lists everybody who was recorded before, so that each gets the keys of now', async () => {
  const serverUrl = process.env['MARAC_TEST_ADMIN_URL']!;
  const name = `marac_test_${randomBytes(6).toString('hex')}`;
  const { ownerUrl } = await provision(serverUrl, name);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: url.toString() });
  try {
    await migrate(ownerUrl, migrations.slice(0, migrations.indexOf(MatchKeys0029)));
    await admin.connect();
    await admin.query('set session_replication_role = replica'); // a person alone, without the case
    await admin.query(
      `insert into persons.persons (id, case_id, marac_id, canonical_id, label, family_name, birth_precision, sex)
       select x, x, x, x, 'IDENTITY', 'Earlier', 'UNKNOWN', 'NOT_KNOWN' from (values ($1::uuid), ($2::uuid)) as v (x)`,
      [randomUUID(), randomUUID()],
    );
    await migrate(ownerUrl, migrations);
    const listed = await admin.query('select count(*)::int as n from persons.keys_to_renew');
    expect(listed.rows).toEqual([{ n: 2 }]);
  } finally {
    await admin.end();
    await dropDatabase(serverUrl, name);
  }
}, 60_000);
