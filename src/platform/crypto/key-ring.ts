import { createHmac, hkdfSync } from 'node:crypto';
import { FORM, keyVersionOf, sealWith, unsealWith } from './envelope.js';

/** A key that wraps data keys: 32 bytes, known by its version. */
export interface DataKey {
  version: number;
  key: Buffer;
}

/**
 * The keys of DATA_KEYS: the first seals, all of them open. Each sealed value has a data key of its own, so that a rotation
 * changes what wraps it and a leaked data key opens one value. Give `aad` as `schema.table/row id/column`: what is sealed for
 * one place opens in no other.
 */
export class KeyRing {
  private readonly byVersion: ReadonlyMap<number, Buffer>;
  private readonly printKeys: ReadonlyMap<number, Buffer>;
  /** version that new values are sealed with */
  readonly current: number;

  /** Keys, the current one first; `readSettings` has checked them. */
  constructor(keys: readonly DataKey[]) {
    if (keys.length === 0) throw new Error('a key ring without keys');
    this.current = keys[0]!.version;
    this.byVersion = new Map(keys.map(({ version, key }) => [version, key]));
    this.printKeys = new Map(
      keys.map(({ version, key }) => [version, Buffer.from(hkdfSync('sha256', key, '', 'marac fingerprints', 32))]),
    );
  }

  get versions(): number[] {
    return [...this.byVersion.keys()];
  }

  /** Seals a text with the current key. */
  seal(plain: string, aad: string): Buffer {
    return this.sealBytes(Buffer.from(plain, 'utf8'), aad);
  }

  /** @throws SealRefused UNKNOWN_KEY_VERSION, or SEAL_BROKEN for what was altered or sealed for another place */
  unseal(sealed: Buffer, aad: string): string {
    return this.unsealBytes(sealed, aad).toString('utf8');
  }

  /** Seals a file or the like with the current key. */
  sealBytes(plain: Buffer, aad: string): Buffer {
    return sealWith(this.current, this.byVersion.get(this.current)!, plain, aad);
  }

  /** @throws SealRefused as `unseal` does */
  unsealBytes(sealed: Buffer, aad: string): Buffer {
    return unsealWith((version) => this.byVersion.get(version), sealed, aad);
  }

  /** False for what was never sealed, as an earlier version of ours left it. */
  isSealed(bytes: Buffer): boolean {
    return bytes[0] === FORM;
  }

  /** Version of the key that wraps it. @throws SealRefused for what is no envelope of ours */
  versionOf(sealed: Buffer): number {
    return keyVersionOf(sealed);
  }

  /**
   * A keyed hash (HMAC-SHA-256) under the current key, 32 bytes: for finding or comparing what must not be guessed from its hash.
   * `purpose` keeps hashes of one use from being compared with those of another.
   */
  fingerprint(text: string, purpose: string): Buffer {
    return this.printOf(this.current, text, purpose);
  }

  /** The same under every key of the ring, current first: for looking up what an older key may have hashed. */
  fingerprints(text: string, purpose: string): Buffer[] {
    return this.versions.map((version) => this.printOf(version, text, purpose));
  }

  private printOf(version: number, text: string, purpose: string): Buffer {
    return createHmac('sha256', this.printKeys.get(version)!).update(`${purpose}\0${text}`).digest();
  }
}
