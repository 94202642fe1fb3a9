import { createHmac, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnsafeSetting } from '../platform/config/settings.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import type { SealedColumn } from '../platform/crypto/resealed.js';
import { Actor } from '../platform/db/actor.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import type { Fact, MailboxFact } from './known-by.rules.js';

const AAD = 'conflicts.hash_key/1/sealed';

/** Where the key stands, sealed; a rotation of DATA_KEYS seals it anew. */
export const HASH_KEY: SealedColumn = { table: 'conflicts.hash_key', column: 'sealed', aad: () => AAD };

const ACTOR = Actor.system('conflicts.hash-key');

/**
 * Hashes of facts that nobody can try out without the key: 64 bits, as decimal text for PostgreSQL's bigint. The key is one for
 * all processes and outlives every rotation: details of staff are kept as hashes alone, so they could not be hashed anew.
 */
@Injectable()
export class KeyedHash implements OnModuleInit {
  private key: Buffer | undefined;

  constructor(
    private readonly ring: KeyRing,
    private readonly uow: UnitOfWork,
  ) {}

  /** Reads the key, made by whichever process was first. @throws UnsafeSetting when DATA_KEYS does not open it: nobody would be recognised */
  async onModuleInit(): Promise<void> {
    const sealed = await this.uow.run(ACTOR, () => held(this.ring.sealBytes(randomBytes(32), AAD)));
    try {
      this.key = this.ring.unsealBytes(sealed, AAD);
    } catch {
      throw new UnsafeSetting('DATA_KEYS', 'must hold the key that this database is sealed under');
    }
  }

  /** The hash of a fact. */
  print({ kind, text }: Fact | MailboxFact): string {
    if (!this.key) throw new Error('asked for a hash before the application was ready');
    return createHmac('sha256', this.key).update(`conflicts.${kind}\0${text}`).digest().readBigInt64BE(0).toString();
  }
}

/** The sealed key that counts: the one offered, or the one that was there. */
async function held(offered: Buffer): Promise<Buffer> {
  await tx().query('insert into conflicts.hash_key (id, sealed) values (1, $1) on conflict do nothing', [offered]);
  const row = await tx().one<{ sealed: Buffer }>('select k.sealed from conflicts.hash_key k');
  return row!.sealed;
}
