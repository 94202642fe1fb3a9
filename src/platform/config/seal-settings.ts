import { resolve } from 'node:path';

/** Where the log's checkpoints go and what signs them. */
export interface SealSettings {
  /** seed of the Ed25519 key, 32 bytes; absent outside production: made at first use */
  readonly key?: Buffer;
  /** public keys, 32 bytes each, that signed before */
  readonly retiredKeys: readonly Buffer[];
  /** absolute folders and https:// addresses; absent outside production: two folders under MARAC_DATA_DIR */
  readonly places?: readonly string[];
}

const list = (text: string) => text.split(',').map((part) => part.trim());

/** Keys of 32 bytes in base64. @throws RangeError that says what is wrong and repeats nothing of it */
export function readSealKeys(text: string): Buffer[] {
  return list(text).map((part) => {
    const bytes = Buffer.from(part, 'base64');
    if (!/^[\w+/-]{43}=?$/.test(part) || bytes.length !== 32) throw new RangeError('must be 32 bytes in base64');
    return bytes;
  });
}

/** Folders and https:// addresses, each once. @throws RangeError */
export function readSealPlaces(text: string): string[] {
  const places = list(text).map((part) => {
    if (part.startsWith('https://') && URL.canParse(part) && !new URL(part).username) return new URL(part).href;
    if (/^(\.{0,2}\/|[A-Za-z]:\\)/.test(part)) return resolve(part);
    throw new RangeError('must be folders (starting with / or ./) and https:// addresses, with commas between');
  });
  if (new Set(places).size < places.length) throw new RangeError('must name each place once');
  return places;
}
