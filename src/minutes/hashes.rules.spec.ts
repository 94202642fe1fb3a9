import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approvedHash, contentHash, type Minuted, sha256, written } from './hashes.rules.js';

test.each<[Minuted, string]>([
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: '' }, '{"b":""}'],
  [{ '\u20ac': 1, '\r': 2, '1': 3 }, '{"\\r":2,"1":3,"\u20ac":1}'],
  ['line\nbreak "quoted"', '"line\\nbreak \\"quoted\\""'],
  [[{ left: undefined, came: [{ at: undefined, who: null }] }], '[{"came":[{"who":null}]}]'],
  [[], '[]'],
])('%j', (value, expected) => {
  expect(written(value)).toBe(expected);
});

test('a broken number is no minutes', () => {
  for (const value of [0.5, Number.NaN, Infinity]) expect(() => written([value])).toThrow(RangeError);
});

test('the order in which keys were set does not matter, and what it says comes back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(written(turned)).toBe(written(value));
      expect(JSON.parse(written(value))).toEqual(value);
    }),
  );
});

// FIPS 180-4, the example "abc"
test('SHA-256', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('minutes that were approved before keep their hashes', () => {
  const attendance = [{ post: null, name: 'A', leftAt: undefined }];
  const head = written({ venue: 'Town hall, “1”\n', chair: undefined, attendance, absent: [] });
  expect(head).toBe('{"absent":[],"attendance":[{"name":"A","post":null}],"venue":"Town hall, “1”\\n"}');
  const content = contentHash(head, [
    { agendaItemId: 'b', label: 'INTELLIGENCE', hash: sha256('two') },
    { agendaItemId: 'a', label: 'CONTACT', hash: sha256('one') },
  ]);
  expect(content).toBe('d14a911413c427d76520b6bc5c8153a799c50b00fc3fa99e292487443f9d2746');
  const approved = { meetingId: 'm', number: 1, reason: '', draftedBy: 'a', approvedBy: 'b', approvedAt: new Date(0) };
  expect(approvedHash(approved, content)).toBe('c032c1106a7de312eb528b7ac3d44a5286ccaa62864add87ef9ea15e2e5dcda7');
});

test('every letter of every part counts, and the order in which parts are read does not', () => {
  const parts = [
    { agendaItemId: 'a', label: 'CONTACT', hash: sha256('one') },
    { agendaItemId: 'a', label: 'INTELLIGENCE', hash: sha256('two') },
  ];
  const whole = contentHash('{}', parts);
  expect(contentHash('{}', [...parts].reverse())).toBe(whole);
  const others = [
    contentHash('{ }', parts),
    contentHash('{}', parts.slice(1)),
    contentHash('{}', [parts[0]!, { ...parts[1]!, hash: sha256('two ') }]),
    contentHash('{}', [parts[0]!, { ...parts[1]!, label: 'HEALTH' }]),
  ];
  expect(new Set([whole, ...others]).size).toBe(5);
});

test('who approved, when, and which version, are part of what was approved', () => {
  const approved = { meetingId: 'm', number: 1, reason: '', draftedBy: 'a', approvedBy: 'b', approvedAt: new Date(0) };
  const changes = [
    {},
    { number: 2 },
    { reason: 'x' },
    { draftedBy: 'c' },
    { approvedBy: 'c' },
    { approvedAt: new Date(1) },
  ];
  expect(new Set(changes.map((change) => approvedHash({ ...approved, ...change }, 'hash'))).size).toBe(6);
});
