#!/usr/bin/env node
// Checks an exported audit log against signed checkpoints, for somebody who trusts neither the database nor the program that sealed
// it: it shares no code with it and needs Node alone. What is hashed and signed is described in docs/audit.md.
//   npm run -s marac -- audit export --out log.jsonl      npm run -s marac -- audit key
//   node verify-audit.mjs log.jsonl --key 'marac-audit/...+...+...' --checkpoint FILE [--checkpoint FILE]
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const COLUMNS =
  'id at actor_kind actor_id agency_id marac_id action subject_kind subject_id purpose labels outcome code reference'.split(
    ' ',
  );
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** One string of JSON as RFC 8785 writes it. */
function quoted(text) {
  const short = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const escaped = (char) => short[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${text.replace(/["\\\u0000-\u001f]/g, escaped)}"`;
}

function leafOf(entry) {
  const values = COLUMNS.map((column) => {
    const value = entry[column];
    if (value === null) return 'null';
    if (typeof value !== 'string') throw new Error(`${column} is missing`);
    return quoted(value);
  });
  return sha256(Buffer.of(0), `["marac-audit-event/1",${values.join(',')}]`);
}

/** Every whole subtree, level by level: levels[k][i] is over the leaves from i * 2^k on. */
function levelsOf(leaves) {
  const levels = [leaves];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    const level = [];
    for (let i = 0; i + 1 < below.length; i += 2) level.push(sha256(Buffer.of(1), below[i], below[i + 1]));
    levels.push(level);
  }
  return levels;
}

/** RFC 9162 §2.1.1: the root of the first `size` leaves. */
function rootOf(levels, size) {
  if (size === 0) return sha256();
  let root;
  let at = size;
  for (let level = 0; level < levels.length; level++) {
    if (Math.floor(size / 2 ** level) % 2 === 0) continue;
    at -= 2 ** level;
    const whole = levels[level][at / 2 ** level];
    root = root ? sha256(Buffer.of(1), whole, root) : whole;
  }
  return root;
}

function readKey(text) {
  const parts = text.split('+');
  const key = Buffer.from(parts.slice(2).join('+'), 'base64');
  const name = parts[0];
  if (key.length !== 33 || key[0] !== 1) throw new Error('--key is not an Ed25519 verifier key');
  const id = sha256(`${name}\n`, key).subarray(0, 4);
  if (id.toString('hex') !== parts[1]) throw new Error('--key: its id does not fit it');
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  return { name, id, publicKey };
}

/** The signed notes of a file, one after another. */
function readNotes(file, key) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const notes = [];
  let text = [];
  let signatures = [];
  const end = () => {
    if (text.length > 0 || signatures.length > 0) notes.push(openNote(file, text, signatures, key));
    [text, signatures] = [[], []];
  };
  for (const line of lines) {
    if (line.startsWith('\u2014 ')) signatures.push(line);
    else {
      if (signatures.length > 0) end();
      if (line !== '') text.push(line);
    }
  }
  end();
  return notes;
}

function openNote(file, text, signatures, { name, id, publicKey }) {
  const signed = signatures.some((line) => {
    const [, signer, encoded] = line.split(' ');
    const bytes = Buffer.from(encoded ?? '', 'base64');
    return (
      signer === name &&
      bytes.subarray(0, 4).equals(id) &&
      verify(null, Buffer.from(`${text.join('\n')}\n`), publicKey, bytes.subarray(4))
    );
  });
  const [origin, size, root] = text;
  return { file, signed: signed && origin === name && /^\d+$/.test(size), size: Number(size), root };
}

function argumentsOf(args) {
  const given = { checkpoints: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--key') given.key = args[++i];
    else if (args[i] === '--checkpoint') given.checkpoints.push(args[++i]);
    else given.file = args[i];
  }
  if (given.file && given.key && given.checkpoints.length > 0) return given;
  process.stderr.write(
    'usage: node verify-audit.mjs EXPORT --key VERIFIER_KEY --checkpoint FILE [--checkpoint FILE ...]\n',
  );
  process.exit(2);
}

const given = argumentsOf(process.argv.slice(2));
const wrong = [];
const leaves = [];
for await (const line of createInterface({ input: createReadStream(given.file), crlfDelay: Infinity })) {
  try {
    const entry = JSON.parse(line);
    if (entry.position !== leaves.length) wrong.push(`entry ${leaves.length} is missing or out of its place`);
    leaves.push(leafOf(entry));
  } catch (error) {
    wrong.push(`entry ${leaves.length}: ${error.message}`);
    leaves.push(sha256());
  }
}
const levels = levelsOf(leaves);
const key = readKey(given.key);
const notes = given.checkpoints.flatMap((file) => readNotes(file, key));
let proved = 0;
for (const { file, signed, size, root } of notes) {
  if (!signed) wrong.push(`${file}: a checkpoint that this key did not sign for this log`);
  else if (size > leaves.length) wrong.push(`${file}: a checkpoint of ${size} entries, but there are ${leaves.length}`);
  else if (rootOf(levels, size).toString('base64') !== root)
    wrong.push(`${file}: the first ${size} entries are not those that were sealed`);
  else proved = Math.max(proved, size);
}
if (notes.length === 0) wrong.push('there is no checkpoint');
const report = {
  ok: wrong.length === 0,
  entries: leaves.length,
  checkpoints: notes.length,
  proved,
  wrong: wrong.slice(0, 100),
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.ok ? 0 : 1;
