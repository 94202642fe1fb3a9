import type { INestApplicationContext } from '@nestjs/common';
import { Command, InvalidArgumentError } from 'commander';
import { migrations } from '../migrations/all.js';
import { buildContext, VERSION } from './application.js';
import { addAuditCommands } from './audit-commands.js';
import { addKeyCommands } from './key-commands.js';
import { addMatchingCommands } from './matching-commands.js';
import { openDatabase } from './database.js';
import { readSettings } from './platform/config/settings.js';
import { Actor } from './platform/db/actor.js';
import { migrate } from './platform/db/migrate.js';
import { fail } from './platform/log/fail.js';
import { ImportService } from './referrals/import.service.js';
import { ReportFile } from './report-file.js';
import { addRestoreCommands } from './restore-commands.js';
import { addSignInCommands } from './sign-in-commands.js';
import { BulkSeed } from './sample/bulk-seed.service.js';

const note = (line: string) => void process.stderr.write(`${line}\n`);

/** Runs a command's work on the application, without a web server; lets go of everything afterwards. */
async function onTheHouse(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  const database = await openDatabase(process.env, note);
  try {
    const app = await buildContext(readSettings({ LOG_LEVEL: 'warn', ...process.env, DATABASE_URL: database.appUrl }));
    try {
      await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await database.release();
  }
}

const whole = (text: string): number => {
  if (!/^\d{1,7}$/.test(text) || Number(text) < 1) throw new InvalidArgumentError('a whole number from 1 to 9999999');
  return Number(text);
};

const program = new Command('marac')
  .version(VERSION)
  .description('Commands of the MARAC coordination system.')
  .showHelpAfterError();

program
  .command('import')
  .description('load a referral spreadsheet (CSV or XLSX)')
  .argument('<file>', 'the spreadsheet')
  .requiredOption('--marac <code>', 'code of the MARAC, for instance NB')
  .option('--dry-run', 'say what would happen and write nothing')
  .option('--report <file>', 'write what became of each row, as JSON')
  .action(async (file: string, options: { marac: string; dryRun?: boolean; report?: string }) => {
    const report = options.report ? new ReportFile(options.report) : undefined; // known before anything is imported
    await onTheHouse(async (app) => {
      const { dryRun = false } = options;
      const progress = (rows: number) => note(`${rows} rows`);
      const each = (rows: readonly object[]) => report?.add(rows);
      const { counts } = await app
        .get(ImportService, { strict: false })
        .run(Actor.operator('import'), options.marac, file, { dryRun, progress, each });
      report?.end();
      const rows = counts.imported + counts.unchanged + counts.refused;
      process.stdout.write(`${JSON.stringify({ rows, ...counts, dryRun })}\n`);
    });
  });

program
  .command('seed')
  .description('add invented referrals for trying out volumes')
  .requiredOption('--referrals <n>', 'how many', whole)
  .option('--marac <code>', 'code of the MARAC', 'NB')
  .action(async (options: { referrals: number; marac: string }) => {
    if (process.env['NODE_ENV'] === 'production') {
      program.error('invented referrals are not added with NODE_ENV=production');
    }
    await onTheHouse(async (app) => {
      await app.get(BulkSeed, { strict: false }).run(options.referrals, { marac: options.marac, onProgress: note });
    });
  });

addAuditCommands(program, onTheHouse);
addMatchingCommands(program);
addKeyCommands(program, onTheHouse);
addSignInCommands(program, onTheHouse);
addRestoreCommands(program, onTheHouse);

program
  .command('migrate')
  .description('bring the schema up to date, as its owner (DATABASE_OWNER_URL)')
  .action(async () => {
    const ownerUrl = process.env['DATABASE_OWNER_URL'];
    if (!ownerUrl) return program.error('DATABASE_OWNER_URL is missing');
    const done = await migrate(ownerUrl, migrations);
    process.stdout.write(`${JSON.stringify({ migrated: done })}\n`);
  });

await program.parseAsync().catch(fail);
