import { expect, test } from '@jest/globals';
import {
  type Caveat,
  type SnippetLabel,
  snippetProblems,
  waitsFor,
  type WaitsFor,
} from './shared-information.rules.js';

test.each<[Caveat[], SnippetLabel, string[]]>([
  [['VICTIM_ADDRESS'], 'INTELLIGENCE', ['address-elsewhere']],
  [['POLICE_INTEL'], 'PERPETRATOR', ['intelligence-needed']],
  [['POLICE_INTEL', 'VICTIM_ADDRESS'], 'IDENTITY', ['address-elsewhere', 'intelligence-needed']],
  [['POLICE_INTEL'], 'INTELLIGENCE', []],
  [['CHILD', 'THIRD_PARTY', 'LEGAL_PRIVILEGE', 'HBA_RESTRICTED'], 'CHILD', []],
  [[], 'INTELLIGENCE', []],
])('%p shared as %s: %p', (caveats, label, codes) => {
  expect(snippetProblems(caveats, label).map(({ code }) => code)).toEqual(codes);
});

const T = true;
const F = false;
test.each<[boolean, boolean, boolean, boolean, WaitsFor]>([
  [F, F, F, F, 'MEETING_DAY'],
  [F, F, T, F, 'MEETING_DAY'],
  [F, F, F, T, 'DECLARATION'],
  [F, F, T, T, null],
  [F, T, F, F, 'DECLARATION'],
  [F, T, T, F, null],
  [T, F, F, F, null],
])('stands %s, IDVA %s, declared %s, begun %s: %s', (stands, idva, declared, begun, expected) => {
  expect(waitsFor({ stands, idva, declared, begun })).toBe(expected);
});
