import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Byte of Ed25519 in signed notes. */
const ED25519 = Buffer.of(1);
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const DASH = '\u2014 ';

/** The private key of a seed of 32 bytes (RFC 8032). */
export function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([SEED_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** The 32 bytes of the public key. */
export function publicBytesOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);
}

function keyId(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, 4);
}

/** A public key in the form others verify with: name, key id, key (c2sp.org/signed-note). */
export function verifierKey(name: string, publicKey: Buffer): string {
  const key = Buffer.concat([ED25519, publicKey]).toString('base64');
  return `${name}+${keyId(name, publicKey).toString('hex')}+${key}`;
}

/** Text, which ends with a newline, a blank line, and a signature line by the named key (c2sp.org/signed-note). */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = Buffer.concat([keyId(name, publicBytesOf(privateKey)), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n${DASH}${name} ${signature.toString('base64')}\n`;
}

const keyObjects = new Map<string, KeyObject>();

function verifying(publicKey: Buffer): KeyObject {
  const name = publicKey.toString('base64');
  const known = keyObjects.get(name);
  if (known) return known;
  const made = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: 'der', type: 'spki' });
  keyObjects.set(name, made);
  return made;
}

/** The text of a note that one of the keys signed under this name; undefined otherwise. A bad signature by a known key spoils it. */
export function openNote(note: string, name: string, publicKeys: readonly Buffer[]): string | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  let signed = false;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, signer, encoded = ''] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (signer === undefined) return undefined;
    const bytes = Buffer.from(encoded, 'base64');
    const key = signer === name && publicKeys.find((each) => keyId(name, each).equals(bytes.subarray(0, 4)));
    if (!key) continue;
    if (bytes.toString('base64') !== encoded) return undefined;
    if (!verify(null, Buffer.from(text), verifying(key), bytes.subarray(4))) return undefined;
    signed = true;
  }
  return signed ? text : undefined;
}

/** The notes in a file to which notes were appended one after another. What stands between them that is no note comes back too. */
export function notesIn(file: string): string[] {
  const notes: string[] = [];
  let at = 0;
  for (const match of file.matchAll(/\n\n(?:\u2014 [^\n]*\n)+/g)) {
    const end = match.index + match[0].length;
    notes.push(file.slice(at, end));
    at = end;
  }
  if (at < file.length) notes.push(file.slice(at));
  return notes;
}
