import type { DataKey } from './key-ring.js';

/**
 * Reads `2:base64,1:base64`: versions from 1 to 2^31-1, each once, each with 32 bytes of its own; the first is current.
 * @throws RangeError that says what is wrong and repeats nothing of it
 */
export function readDataKeys(text: string): DataKey[] {
  const keys = text.split(',').map((part) => {
    const [, version = '', key = ''] = /^\s*([1-9]\d{0,9}):([\w+/-]+={0,2})\s*$/.exec(part) ?? [];
    const bytes = Buffer.from(key, 'base64');
    if (version === '' || bytes.length !== 32 || Number(version) >= 2 ** 31) {
      throw new RangeError('must be like 2:KEY,1:KEY, where each KEY is 32 bytes in base64 (openssl rand -base64 32)');
    }
    return { version: Number(version), key: bytes };
  });
  if (new Set(keys.map(({ version }) => version)).size < keys.length) {
    throw new RangeError('must name each version once');
  }
  if (new Set(keys.map(({ key }) => key.toString('hex'))).size < keys.length) {
    throw new RangeError('must give each version a key of its own');
  }
  return keys;
}
