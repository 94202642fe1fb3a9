import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { Audit } from './audit/audit.service.js';
import { KeyRing } from './platform/crypto/key-ring.js';
import { KeyRotation } from './platform/crypto/key-rotation.js';
import { newDataKey } from './platform/crypto/key-ring-file.js';
import { Actor } from './platform/db/actor.js';
import { UnitOfWork } from './platform/db/unit-of-work.js';

type OnTheHouse = (work: (app: INestApplicationContext) => Promise<void>) => Promise<void>;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const note = (line: string) => void process.stderr.write(`${line}\n`);

/** Commands about the keys of DATA_KEYS. */
export function addKeyCommands(program: Command, onTheHouse: OnTheHouse): void {
  program
    .command('new-key')
    .description('print a new key in the form of DATA_KEYS; keep it apart from the database and its backups')
    .argument('<version>', 'one more than the highest version in use', (text) => Number.parseInt(text, 10))
    .action((version: number) => {
      if (!(version > 0 && version < 2 ** 31)) return program.error('a version is a whole number from 1');
      return print(newDataKey(version));
    });

  program
    .command('rotate-keys')
    .description('bring everything sealed to the first key of DATA_KEYS, while the system runs')
    .action(() => onTheHouse(rotate));
}

async function rotate(app: INestApplicationContext): Promise<void> {
  const { current, versions } = app.get(KeyRing, { strict: false });
  const rotated = await app.get(KeyRotation, { strict: false }).run((what, resealed) => note(`${what}: ${resealed}`));
  const left = rotated.reduce((sum, one) => sum + one.left, 0);
  await app.get(UnitOfWork, { strict: false }).run(Actor.operator('rotate-keys'), async () => {
    const code = `${left === 0 ? 'COMPLETE' : 'INCOMPLETE'} ${current}`;
    app
      .get(Audit, { strict: false })
      .record({ action: 'keys.rotated', subject: { kind: 'keys', id: `${current}` }, code });
  });
  const old = versions.filter((version) => version !== current);
  print(JSON.stringify({ current, rotated, mayBeRemoved: left === 0 ? old : [] }));
  if (left > 0) process.exitCode = 1;
}
