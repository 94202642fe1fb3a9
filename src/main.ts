import { buildApplication } from './application.js';
import { SetupService } from './identity/setup.service.js';
import { readSettings } from './platform/config/settings.js';
import { endsInOrder } from './platform/log/ends-in-order.js';
import { fail } from './platform/log/fail.js';
import { CONNECTIONS } from './platform/db/database.js';
import { Warmth } from './platform/db/warmth.js';
import { setupBanner } from './setup-banner.js';

/** The web process: API and pages. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const app = await buildApplication(settings);
  endsInOrder(app);
  const code = await app.get(SetupService, { strict: false }).codeForFirstStart();
  if (code) process.stdout.write(setupBanner(code, settings.publicUrl)); // seen once, by who starts it; never a line of the log
  await app.listen(settings.port, settings.host);
  await app.get(Warmth, { strict: false }).warm('READERS', CONNECTIONS);
}

await main().catch(fail);
