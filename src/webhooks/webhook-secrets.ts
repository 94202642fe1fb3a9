import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';
import type { SealedColumn } from '../platform/crypto/resealed.js';
import { SECRET_PREFIX } from './signature.rules.js';

/** The same for both columns: a secret that becomes the old one is put aside without being opened. */
const aad = (id: string) => `webhooks.webhooks/${id}/secret`;

/** Where secrets stand, for a rotation of keys. */
export const SECRET_COLUMNS: readonly SealedColumn[] = [
  { table: 'webhooks.webhooks', column: 'secret', aad },
  { table: 'webhooks.webhooks', column: 'old_secret', aad },
];

/** Secrets that messages are signed with: made here, sealed at rest, shown once. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly ring: KeyRing) {}

  make(id: string): { secret: string; sealed: Buffer } {
    const secret = `${SECRET_PREFIX}${randomBytes(32).toString('base64')}`;
    return { secret, sealed: this.ring.seal(secret, aad(id)) };
  }

  open(id: string, sealed: Buffer): string {
    return this.ring.unseal(sealed, aad(id));
  }
}
