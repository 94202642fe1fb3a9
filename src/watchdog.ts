import { LATE_MAILS } from './notifications/late-mails.reader.js';
import { Watchdog, type WatchdogSettings } from './operations/watchdog.service.js';
import { readWatchdogSettings } from './platform/config/watchdog-settings.js';
import { EventLog } from './platform/log/event-log.js';
import { fail } from './platform/log/fail.js';

/** The watchdog process: looks each minute whether promises are kept, and is loud when they are not. Starts without a database too. */
async function main(): Promise<void> {
  const { logLevel, ...settings } = readWatchdogSettings(process.env);
  const watchdog = watchOver(settings, new EventLog(logLevel));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void watchdog.stop();
      process.exit(0); // what it was waiting for is nobody's loss
    });
  await watchdog.start();
}

function watchOver(settings: WatchdogSettings, log: EventLog): Watchdog {
  return new Watchdog(settings, { lateMails: LATE_MAILS }, log);
}

await main().catch(fail);
