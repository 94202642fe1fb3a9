import { describe, expect, test } from '@jest/globals';
import { type Checkpoint, checkpointText, readCheckpoint } from './checkpoint.rules.js';
import { notesIn, openNote, privateKeyOf, publicBytesOf, signNote, verifierKey } from './signed-note.rules.js';

const NAME = 'marac-audit/01a1de09-b73b-4c4c-ae34-6352c1dc74f3';
const key = privateKeyOf(Buffer.alloc(32, 1));
const other = privateKeyOf(Buffer.alloc(32, 2));
const believed = [publicBytesOf(key)];
const checkpoint: Checkpoint = {
  origin: NAME,
  size: 20_852_163,
  root: Buffer.alloc(32, 9),
  time: '2026-11-22T06:34:45.123Z',
  openSince: '2026-11-22T06:34:40.000Z',
  number: 12,
};
const text = checkpointText(checkpoint);
const note = signNote(text, NAME, key);

describe('a note does not open', () => {
  test.each<[string, string]>([
    ['signed with another key', signNote(text, NAME, other)],
    ['signed under another name', signNote(text, 'marac-audit/another', key)],
    ['without a signature', `${text}\n`],
    ['without the blank line', note.replace('\n\n', '\n')],
    ['cut short', note.slice(0, -2)],
    ['with a text behind it', `${note}more\n`],
    ['with something that is no signature line', `${note}- ${NAME} abc=\n`],
    ['with a second, bad signature of the same key', `${note}${signNote('another\n', NAME, key).split('\n').at(-2)}\n`],
  ])('%s', (_, spoilt) => {
    expect(openNote(spoilt, NAME, believed)).toBeUndefined();
  });

  test('when any one letter of it is another', () => {
    for (let i = 0; i < note.length; i++) {
      const spoilt = note.slice(0, i) + String.fromCharCode(note.charCodeAt(i) ^ 1) + note.slice(i + 1);
      expect(openNote(spoilt, NAME, believed)).toBeUndefined();
    }
  });
});

test('a note opens with a key that signed before, and with another log’s witness beside it', () => {
  expect(openNote(note, NAME, [publicBytesOf(other), ...believed])).toBe(text);
  const witness = signNote(text, 'witness.example', other).split('\n').at(-2)!;
  expect(openNote(`${note}${witness}\n`, NAME, believed)).toBe(text);
});

test('a verifier key has the form that others read', () => {
  const [name, id = '', encoded] = verifierKey(NAME, publicBytesOf(key)).split('+', 3);
  expect(name).toBe(NAME);
  expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(note).toContain(`\u2014 ${NAME} ${Buffer.from(id, 'hex').toString('base64').slice(0, 5)}`);
  expect(encoded).toMatch(/^A/);
});

test('a note that another implementation signed opens', () => {
  const signature = 'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=';
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const publicKey = Buffer.from(vkey.split('+')[2]!, 'base64').subarray(1);
  expect(verifierKey('example.com/foo', publicKey)).toBe(vkey);
  const message = 'This is an example message.\n';
  expect(openNote(`${message}\n\u2014 example.com/foo ${signature}\n`, 'example.com/foo', [publicKey])).toBe(message);
});

describe('checkpoints', () => {
  test('come back as they were written', () => {
    expect(readCheckpoint(text)).toEqual(checkpoint);
  });

  test.each<[string, string]>([
    ['another origin', text.replace('marac-audit', 'other-audit')],
    ['a size with a zero before it', text.replace('\n20852163', '\n020852163')],
    ['a root that is too short', text.replace(/\n[^\n]{44}\n/, '\nCQkJ\n')],
    ['a root written in another way', text.replace('k=\ntime', 'l=\ntime')],
    ['no time', text.replace(/time [^\n]+\n/, '')],
    ['a line more', `${text}more\n`],
    ['lines in another order', text.replace(/(time [^\n]+\n)(open-since [^\n]+\n)/, '$2$1')],
  ])('with %s are none', (_, spoilt) => {
    expect(spoilt).not.toBe(text);
    expect(readCheckpoint(spoilt)).toBeUndefined();
  });
});

test('notes that were appended to a file are told apart; what is none is not passed over', () => {
  const second = signNote(checkpointText({ ...checkpoint, number: 13 }), NAME, key);
  expect(notesIn(note + second)).toEqual([note, second]);
  expect(notesIn('')).toEqual([]);
  expect(notesIn(`${note}half a no`)).toEqual([note, 'half a no']);
  expect(openNote(notesIn(`junk\n${note}${second}`)[0]!, NAME, believed)).not.toBe(text);
});
