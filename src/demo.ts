import { buildApplication } from './application.js';
import { openDatabase } from './database.js';
import { LATE_MAILS } from './notifications/late-mails.reader.js';
import { Watchdog } from './operations/watchdog.service.js';
import { readSettings, type Settings } from './platform/config/settings.js';
import { EventLog } from './platform/log/event-log.js';
import { fail } from './platform/log/fail.js';
import { WorkerService } from './platform/queue/worker.js';
import { SampleData } from './sample/sample-data.service.js';

const started = performance.now();
const say = (line: string) => void process.stdout.write(`${line}\n`);
const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/** Everything in one process, with an invented partnership: for trying it out, never for real cases. */
async function demo(): Promise<void> {
  if (process.env['NODE_ENV'] === 'production') throw new Error('the demo does not run with NODE_ENV=production');
  const database = await openDatabase(process.env, say);
  const defaults = { LOG_LEVEL: 'warn', SECOND_FACTOR: 'optional' }; // a password alone signs in; what locates a victim asks for more
  const settings = readSettings({ ...defaults, ...process.env, DATABASE_URL: database.appUrl });
  const app = await buildApplication(settings);
  const watchdog = watchDemo(settings);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('stopping ...');
    void watchdog.stop();
    await app.close();
    await database.release();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  const sample = app.get(SampleData, { strict: false });
  const signIns = await sample.load(say);
  await app.get(WorkerService, { strict: false }).start();
  await watchdog.start();
  await app.listen(settings.port, settings.host);
  say(`\nready after ${seconds()}: ${settings.publicUrl}\n  API explorer  ${settings.publicUrl}/api/docs\n`);
  say(`Sign in as one of these invented people (password: ${signIns.password})`);
  for (const { email, role } of signIns.people) say(`  ${email.padEnd(34)} ${role}`);
  say(`\nSecond factor of each, for an authenticator app: ${signIns.totpSecret}`);
  say('  its code of the moment: npm run marac -- sample-code');
  say('\nCtrl-C stops everything. The data stays.');
}

/** The same as the process of its own in production; alarms go to the log. */
function watchDemo({ databaseUrl, host, logLevel }: Settings): Watchdog {
  const times = { everyMs: 60_000, canaryMs: 60_000 };
  return new Watchdog(
    { databaseUrl, host, port: 0, mailTo: [], ...times },
    { lateMails: LATE_MAILS },
    new EventLog(logLevel),
  );
}

await demo().catch(fail);
