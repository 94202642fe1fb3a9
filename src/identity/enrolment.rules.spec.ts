import { expect, test } from '@jest/globals';
import { mayEnrol } from './enrolment.rules.js';

const code = (used: boolean, live: boolean, codeFits: boolean) => ({ used, live, codeFits });

test.each([
  ['has one, not proved lately', 1, false, null, 'second-factor-needed'],
  ['has one, not proved lately, with a code of long ago', 1, false, code(false, true, true), 'second-factor-needed'],
  ['has one, proved just now', 1, true, null, null],
  ['lost it; no code', 0, false, code(false, true, false), 'enrolment-code-needed'],
  ['lost it; the right code, too late', 0, false, code(false, false, true), 'enrolment-code-needed'],
  ['lost it; the right code in time', 0, false, code(false, true, true), null],
  ['never had one', 0, false, null, null],
  ['recovered once, and has none for another reason', 0, false, code(true, false, false), null],
] as const)('%s', (_, factors, fresh, recovery, refusal) => {
  expect(mayEnrol({ factors, fresh, recovery })).toBe(refusal);
});
