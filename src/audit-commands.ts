import type { INestApplicationContext } from '@nestjs/common';
import { type Command, InvalidArgumentError } from 'commander';
import type { Finding } from './audit/finding.rules.js';
import type { Verification } from './audit/log-verifier.js';
import { Proofs } from './audit/proofs.service.js';
import { VerificationService } from './audit/verification.service.js';
import { Actor } from './platform/db/actor.js';
import { isId } from './platform/db/ids.js';
import { UnitOfWork } from './platform/db/unit-of-work.js';

type OnTheHouse = (work: (app: INestApplicationContext) => Promise<void>) => Promise<void>;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const asJson = (value: object) => say(JSON.stringify(value, null, 2));

/** The commands that prove the audit log: `audit verify`, `prove`, `consistency`, `export`, `key`. */
export function addAuditCommands(program: Command, onTheHouse: OnTheHouse): void {
  const audit = program.command('audit').description('the record of who saw and did what: prove it, hand it out');
  audit
    .command('verify')
    .description(
      'recompute the log and compare it with every checkpoint outside the database; exit code 1 when anything is wrong',
    )
    .option('--checkpoint <file...>', 'compare with the checkpoints in these files too')
    .option('--restored', 'the database was put back to an earlier moment, and it was meant')
    .option('--json', 'print the report as JSON')
    .action(async ({ checkpoint, restored, json }: { checkpoint?: string[]; restored?: boolean; json?: boolean }) => {
      await onTheHouse(async (app) => {
        const begun = performance.now();
        const verified = await app.get(VerificationService, { strict: false }).verify(checkpoint, restored);
        const seconds = Number(((performance.now() - begun) / 1000).toFixed(2));
        if (json) asJson({ ...verified, seconds });
        else tell(verified, seconds);
        if (!verified.ok) process.exitCode = 1;
      });
    });

  addProofs(audit, onTheHouse);
  addHandingOut(audit, onTheHouse);
}

function addProofs(audit: Command, onTheHouse: OnTheHouse): void {
  const read = <T>(app: INestApplicationContext, work: () => Promise<T>) =>
    app.get(UnitOfWork, { strict: false }).run(Actor.operator('audit'), work);

  audit
    .command('prove')
    .description('show that an entry is in the log, for whoever has a checkpoint (JSON)')
    .requiredOption('--event <id>', 'the entry', eventId)
    .action(async ({ event }: { event: string }) => {
      await onTheHouse(async (app) =>
        asJson(await read(app, () => app.get(Proofs, { strict: false }).inclusion(event))),
      );
    });

  audit
    .command('consistency')
    .description('show that the log of an earlier checkpoint is the beginning of the log of today (JSON)')
    .requiredOption('--from <n>', 'entries of the earlier checkpoint', entries)
    .action(async ({ from }: { from: number }) => {
      await onTheHouse(async (app) =>
        asJson(await read(app, () => app.get(Proofs, { strict: false }).consistency(from))),
      );
    });
}

function addHandingOut(audit: Command, onTheHouse: OnTheHouse): void {
  audit
    .command('export')
    .description('write every sealed entry to a new file, as JSON lines, for verify-audit.mjs')
    .requiredOption('--out <file>', 'the file; it must not be there yet')
    .action(async ({ out }: { out: string }) => {
      await onTheHouse(async (app) => {
        asJson({ entries: await app.get(VerificationService, { strict: false }).export(out) });
      });
    });

  audit
    .command('key')
    .description('print the public key that checkpoints are verified with (JSON)')
    .action(async () => {
      await onTheHouse(async (app) => {
        const service = app.get(VerificationService, { strict: false });
        asJson({ verifierKey: await service.verifierKey(), publicKey: service.publicKey });
      });
    });
}

function tell(
  { ok, log, entries: sealed, waiting, checkpoints, findings, untold }: Verification,
  seconds: number,
): void {
  say(
    `log ${log}: ${sealed} entries sealed, ${waiting} waiting; compared with ${checkpoints.outside} checkpoints outside,`,
  );
  say(`the largest of ${checkpoints.largestOutside} entries, and ${checkpoints.inside} in the database; ${seconds} s`);
  for (const finding of findings) say(`${finding.code}: ${finding.detail}${where(finding)}`);
  if (untold > 0) say(`and ${untold} more`);
  say(ok ? 'proved: every sealed entry is there, unchanged and in its place' : 'NOT PROVED');
}

function where({ position, eventId: id, from, to, place }: Finding): string {
  const range = to === undefined ? undefined : from === undefined ? `at ${to}` : `places ${from} to ${to - 1}`;
  const parts = [position === undefined ? undefined : `place ${position}`, id && `event ${id}`, range, place];
  const told = parts.filter((part) => part !== undefined && part !== '');
  return told.length > 0 ? ` (${told.join(', ')})` : '';
}

function eventId(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError('the id of an entry (UUID)');
  return text.toLowerCase();
}

function entries(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a whole number from 1');
  return Number(text);
}
