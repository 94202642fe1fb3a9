import { describe, expect, test } from '@jest/globals';
import { checkpointText, ORIGIN_PREFIX } from './checkpoint.rules.js';
import { Findings } from './finding.rules.js';
import { DATABASE, isSetAside, knownCheckpoints } from './known-checkpoints.rules.js';
import { privateKeyOf, publicBytesOf, signNote } from './signed-note.rules.js';

const key = privateKeyOf(Buffer.alloc(32, 7));
const origin = `${ORIGIN_PREFIX}00000000-0000-4000-8000-000000000001`;
const at = (minute: number) => `2026-03-04T10:${String(minute).padStart(2, '0')}:00.000Z`;
const begun = new Date(at(30));

function note(number: number, minute: number, place: string, byte = number) {
  const size = 10 * (number + 1);
  const checkpoint = { origin, size, root: Buffer.alloc(32, byte), time: at(minute), openSince: at(minute), number };
  const stored = place === DATABASE ? { number, size, edge: Buffer.alloc(0) } : undefined;
  return { note: signNote(checkpointText(checkpoint), origin, key), place, ...(stored && { stored }) };
}

describe('checkpoints from before the database was put back', () => {
  test.each([
    ['kept by the database', 0, 10, 0, false],
    ['after the last that it kept, before the return', 1, 20, 0, true],
    ['of the moment of the return', 1, 30, 0, true],
    ['after the return', 1, 31, 0, false],
    ['before the return, when the database kept none', 0, 10, -1, true],
  ])('%s', (_what, number, minute, kept, expected) => {
    expect(isSetAside({ number, time: at(minute) }, begun, kept)).toBe(expected);
  });
});

describe('what is compared', () => {
  // the database kept the first, lost the second, and signed another second after it came back
  const notes = [note(0, 10, DATABASE), note(1, 40, DATABASE, 99), note(0, 10, 'place 1'), note(1, 20, 'place 1')];
  const compare = (past?: Parameters<typeof knownCheckpoints>[4]) => {
    const findings = new Findings();
    const known = knownCheckpoints(notes, origin, [publicBytesOf(key)], findings, past);
    return { codes: findings.told.map(({ code }) => code), known: known.length };
  };

  test('a lost checkpoint is two histories, where nobody says that the database was put back', () => {
    expect(compare()).toEqual({ codes: ['LOG_FORKED'], known: 4 });
  });

  test('it is told of as from before the return, which whoever owns the database could have written', () => {
    expect(compare({ returns: [begun], known: false })).toEqual({ codes: ['RESTORED_BEFORE'], known: 3 });
  });

  test('it is set aside for whoever knows of the return', () => {
    expect(compare({ returns: [begun], known: true })).toEqual({ codes: [], known: 3 });
  });

  test('a return at another time explains nothing', () => {
    expect(compare({ returns: [new Date(at(15))], known: true })).toEqual({ codes: ['LOG_FORKED'], known: 4 });
  });
});
