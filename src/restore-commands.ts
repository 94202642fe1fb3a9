import type { INestApplicationContext } from '@nestjs/common';
import { type Command, InvalidArgumentError } from 'commander';
import { RestoredService } from './notifications/restored.service.js';
import { Actor } from './platform/db/actor.js';
import { UnitOfWork } from './platform/db/unit-of-work.js';

type OnTheHouse = (work: (app: INestApplicationContext) => Promise<void>) => Promise<void>;

const NOTHING_SENT = '-infinity';

/** The command after a restore: `restored`. */
export function addRestoreCommands(program: Command, onTheHouse: OnTheHouse): void {
  program
    .command('restored')
    .description(
      'after the database was put back to an earlier moment: what is held back, and what becomes of it (JSON)',
    )
    .option(
      '--lost-at <time>',
      'the lost server worked until then: what it owed before went out and is dropped, the rest is sent',
      moment,
    )
    .option('--nothing-lost', 'the database moved or a replica took over, and nothing was lost: everything is sent')
    .action(async ({ lostAt, nothingLost }: { lostAt?: string; nothingLost?: boolean }) => {
      if (lostAt && nothingLost) program.error('give --lost-at or --nothing-lost, not both');
      await onTheHouse(async (app) => {
        const restored = app.get(RestoredService, { strict: false });
        const until = nothingLost ? NOTHING_SENT : lostAt;
        const answer = await app
          .get(UnitOfWork, { strict: false })
          .run(Actor.operator('restored'), async () => (until ? restored.decide(until) : restored.state()));
        process.stdout.write(`${JSON.stringify(answer)}\n`);
      });
    });
}

function moment(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN;
  if (!(at <= Date.now())) throw new InvalidArgumentError('a past moment such as 2026-03-04T17:05:00Z');
  return new Date(at).toISOString();
}
