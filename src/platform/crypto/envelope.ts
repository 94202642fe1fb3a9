import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Why something sealed was not opened. Says the code and, for a missing key, its version; never what was sealed. */
export class SealRefused extends Error {
  readonly messageIsSafe = true;

  constructor(
    /** UNKNOWN_KEY_VERSION: sealed with a key that DATA_KEYS does not hold. SEAL_BROKEN: altered, cut short, or another row's */
    readonly code: 'UNKNOWN_KEY_VERSION' | 'SEAL_BROKEN',
    readonly keyVersion?: number,
  ) {
    super(keyVersion === undefined ? code : `${code} ${keyVersion}: DATA_KEYS has no key of this version`);
    this.name = 'SealRefused';
  }
}

/** First byte of every envelope; no spreadsheet and no text begins so. */
export const FORM = 1;
const KEY = 32;
const IV = 12;
const TAG = 16;
const HEAD = 1 + 4;
const WRAPPED = IV + KEY + TAG;
const LEAST = HEAD + WRAPPED + IV + TAG;

/**
 * Seals bytes: form (1 byte), key version (4, big endian), a data key of its own wrapped by the key of that version (IV, key,
 * tag), the bytes under the data key (IV, bytes, tag). AES-256-GCM throughout; the head and `aad` are authenticated with both.
 */
export function sealWith(version: number, key: Buffer, plain: Buffer, aad: string): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(FORM, 0);
  head.writeUInt32BE(version, 1);
  const dataKey = randomBytes(KEY);
  const bound = bind(head, aad);
  return Buffer.concat([head, encrypt(key, dataKey, bound), encrypt(dataKey, plain, bound)]);
}

/** Opens what `sealWith` sealed with the same `aad`. @throws SealRefused */
export function unsealWith(keyOf: (version: number) => Buffer | undefined, sealed: Buffer, aad: string): Buffer {
  const version = keyVersionOf(sealed);
  const key = keyOf(version);
  if (!key) throw new SealRefused('UNKNOWN_KEY_VERSION', version);
  const bound = bind(sealed.subarray(0, HEAD), aad);
  const dataKey = decrypt(key, sealed.subarray(HEAD, HEAD + WRAPPED), bound);
  return decrypt(dataKey, sealed.subarray(HEAD + WRAPPED), bound);
}

/** Version of the key that wraps it. @throws SealRefused for what is no envelope of ours */
export function keyVersionOf(sealed: Buffer): number {
  if (sealed.length < LEAST || sealed[0] !== FORM) throw new SealRefused('SEAL_BROKEN');
  return sealed.readUInt32BE(1);
}

function bind(head: Buffer, aad: string): Buffer {
  return Buffer.concat([head, Buffer.from(aad, 'utf8')]);
}

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, bound: Buffer): Buffer {
  const end = sealed.length - TAG;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(bound).setAuthTag(sealed.subarray(end));
    return Buffer.concat([decipher.update(sealed.subarray(IV, end)), decipher.final()]);
  } catch {
    throw new SealRefused('SEAL_BROKEN');
  }
}
