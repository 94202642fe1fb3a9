import { dropDatabase, TEMPLATE } from './database.js';

export default async function tearDown(): Promise<void> {
  const server = (globalThis as { maracTestServer?: { release(): Promise<void> } }).maracTestServer;
  if (server) await server.release();
  else await dropDatabase(process.env['MARAC_TEST_ADMIN_URL']!, TEMPLATE);
}
