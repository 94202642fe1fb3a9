import { buildApplication } from './application.js';
import { readSettings } from './platform/config/settings.js';
import { fail } from './platform/log/fail.js';

/** The web process: API and pages. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const app = await buildApplication(settings);
  app.enableShutdownHooks();
  await app.listen(settings.port, settings.host);
}

await main().catch(fail);
