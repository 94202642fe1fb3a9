import { Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { privateKeyOf } from '../audit/signed-note.rules.js';
import { KeyRing } from '../platform/crypto/key-ring.js';

const PURPOSE = 'transfers.package-signature';

/**
 * Ed25519 keys made from the keys of DATA_KEYS, so that there is no further secret to keep: the current one signs, those of the ring
 * are believed. A package is read for weeks, and keys are kept for longer.
 */
@Injectable()
export class PackageKeys {
  constructor(private readonly ring: KeyRing) {}

  get signing(): KeyObject {
    return this.believed[0]!;
  }

  get believed(): KeyObject[] {
    return this.ring.fingerprints('seed', PURPOSE).map(privateKeyOf);
  }
}
