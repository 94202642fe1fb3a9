import { migrations } from '../../migrations/all.js';
import { migrate } from '../../src/platform/db/migrate.js';
import { provision } from '../../src/platform/db/provision.js';
import { temporaryServer } from '../../src/platform/embedded/temporary-server.js';
import { TEMPLATE } from './database.js';

/** One PostgreSQL for the whole run: the server of DATABASE_URL, or one of our own that is gone afterwards; and one migrated template. */
export default async function setUp(): Promise<void> {
  let adminUrl = process.env['DATABASE_URL'];
  if (!adminUrl) {
    const server = await temporaryServer({ durable: false });
    adminUrl = server.adminUrl;
    (globalThis as { maracTestServer?: unknown }).maracTestServer = server;
  }
  process.env['MARAC_TEST_ADMIN_URL'] = adminUrl;
  const { ownerUrl } = await provision(adminUrl, TEMPLATE);
  await migrate(ownerUrl, migrations);
}
