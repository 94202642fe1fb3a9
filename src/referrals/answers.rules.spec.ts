import { describe, expect, test } from '@jest/globals';
import { answersOf, DEMANDABLE, missing, placeInForm, unansweredIn } from './answers.rules.js';

const form = {
  incidentOn: '2026-06-01',
  children: 0,
  summary: 'x',
  victim: { familyName: 'Vane', birthDate: '1990-05-14', aliases: [] },
  perpetrators: [{ familyName: 'Pell', birthDate: '1985' }, { familyName: 'Quill' }],
};

test('answers stand at their places; what is empty is no answer, and nought is one', () => {
  expect(Object.fromEntries(answersOf(form))).toEqual({
    '/incidentOn': '"2026-06-01"',
    '/children': '0',
    '/summary': '"x"',
    '/victim/familyName': '"Vane"',
    '/victim/birthDate': '"1990-05-14"',
    '/perpetrators/0/familyName': '"Pell"',
    '/perpetrators/0/birthDate': '"1985"',
    '/perpetrators/1/familyName': '"Quill"',
  });
});

test('the same answer is the same text, in whatever order its properties came', () => {
  const one = answersOf({ ...form, assessment: { instrument: 'A', answers: { 1: 'YES', 2: 'NO' } } } as never);
  const other = answersOf({ ...form, assessment: { answers: { 2: 'NO', 1: 'YES' }, instrument: 'A' } } as never);
  expect(one.get('/assessment')).toBe(other.get('/assessment'));
});

describe('what an area may demand', () => {
  test('is open where it has no answer: of perpetrators, where one has none', () => {
    const open = unansweredIn(form);
    expect(DEMANDABLE.filter((question) => !open.includes(question))).toEqual([
      'incidentOn',
      'children',
      'summary',
      'victim.birthDate',
    ]);
    expect(open).toContain('perpetrators.birthDate');
  });

  test('is refused at its place, when it is open and demanded', () => {
    expect(missing(['victim.phone', 'judgement'], ['victim.phone', 'summary'])).toEqual(['/victim/phone']);
    expect(missing(['victim.phone'], [])).toEqual([]);
  });
});

test.each([
  ['/victim/phone', '/victim/phone'],
  ['victim.phone', '/victim/phone'],
  ['children', '/children'],
  ['/perpetrators/2/birthDate', '/perpetrators/2/birthDate'],
  ['/childrenKnown/0/birthDate', '/childrenKnown/0/birthDate'],
  ['/assessment/answers/3', '/assessment/answers/3'],
  ['/victim', '/victim'],
  ['/victim/shoeSize', null],
  ['/maracId', null],
  ['/', null],
  ['He hit her', null],
  ['/assessment/a/b/c/d', null],
])('a screener who names %s means %s', (named, place) => {
  expect(placeInForm(named)).toBe(place);
});
