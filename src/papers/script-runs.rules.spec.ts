import { expect, test } from '@jest/globals';
import { runsOf, showable } from './script-runs.rules.js';

/** Faces of the table: the usual one, Arabic with its own space and comma, Bengali. */
const FACES = [
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Mn} 0-9.,;:()'’!-]$/u,
  /^[\p{Script=Arabic} ,.()]$/u,
  /^[\p{Script=Bengali} ]$/u,
];
const runs = (text: string) =>
  runsOf(text, FACES.length, (face, codePoint) => FACES[face]!.test(String.fromCodePoint(codePoint))).map(
    ({ face, text: piece, rightToLeft }) => `${face}${rightToLeft ? '<' : ''}[${piece}]`,
  );

test.each<[string, string[]]>([
  ['Łukasz Żółć', ['0[Łukasz Żółć]']],
  ['Ștefan', ['0[Ștefan]']],
  ['محمد عبد الله', ['1<[محمد عبد الله]']],
  ['Born محمد عبد, 12', ['0[Born ]', '1<[محمد عبد]', '0[, 12]']],
  ['(محمد)', ['0[(]', '1<[محمد]', '0[)]']],
  ['محمد Ali', ['1<[محمد]', '0[ Ali]']],
  ['ফাতেমা বেগম', ['2[ফাতেমা বেগম]']],
  ['王小明 Ming', ['0[‹WangXiaoMing› Ming]']],
  ['ሰላም', ['0[‹selam›]']],
  ['\u{f8ff}', ['0[‹?›]']],
  ['', []],
])('%s: %p', (text, expected) => {
  expect(runs(text)).toEqual(expected);
});

test.each([
  ['a\u202egnidaer fo redro eht', 'agnidaer fo redro eht'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['two\n lines\tof it ', 'two lines of it'],
  ['Zo\u0065\u0308', 'Zoë'],
  ['bell\u0007', 'bell'],
  ['क्\u200dष', 'क्\u200dष'],
])('%j is shown as %j', (text, shown) => {
  expect(showable(text)).toBe(shown);
});
