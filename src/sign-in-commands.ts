import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { SetupService } from './identity/setup.service.js';
import { codeAt } from './identity/totp.rules.js';
import { SAMPLE_TOTP_SECRET } from './sample/partnership.service.js';

type OnTheHouse = (work: (app: INestApplicationContext) => Promise<void>) => Promise<void>;

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Commands about signing in. */
export function addSignInCommands(program: Command, onTheHouse: OnTheHouse): void {
  program
    .command('setup-code')
    .description('print a fresh one-time code for making the first administrator')
    .action(async () => {
      await onTheHouse(async (app) => {
        const code = await app.get(SetupService, { strict: false }).freshCode();
        if (code) return print(code);
        process.stderr.write('there is an administrator already\n');
        process.exitCode = 1;
      });
    });

  program
    .command('sample-code')
    .description("print the code that the sample people's authenticator app shows now")
    .action(() => print(codeAt(SAMPLE_TOTP_SECRET, new Date())));
}
