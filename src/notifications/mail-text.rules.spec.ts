import { describe, expect, test } from '@jest/globals';
import { composeDigest, composeMail, MAIL_ATTEMPTS, retryAfterSeconds } from './mail-text.rules.js';
import { SUBJECT_KINDS } from './notice-places.rules.js';

const MAIL = '0198a000-0000-7000-8000-00000000000a';
const SUBJECT = '0198a000-0000-7000-8000-00000000000b';
const ORIGIN = 'https://cases.example.org';
/** What would say to whoever looks over a shoulder what this is about. */
const TELLING = /marac|victim|abuse|violen|risk|police|overdue|idva|safe|urgent|perpetrator|conflict|glass|flag|alarm/i;

describe('a mail', () => {
  test.each([['action'], ['referral']] as const)('about an %s, word for word', (subjectKind) => {
    const facts = { mailId: MAIL, caseRef: 'NB-7K3M9QXT', subjectKind, subjectId: SUBJECT };
    const words = 'A task with reference NB-7K3M9QXT was updated; sign in to read it:';
    const link = `${ORIGIN}/${subjectKind}s/${SUBJECT}`;
    expect(composeMail(facts, ORIGIN)).toEqual({
      subject: 'Task update',
      words,
      link,
      text: `${words} ${link}\n`,
      messageId: `<${MAIL}@cases.example.org>`,
    });
  });

  test('is the same when it is made again', () => {
    const facts = { mailId: MAIL, caseRef: 'NB-7K3M9QXT', subjectKind: 'action', subjectId: SUBJECT } as const;
    expect(composeMail(facts, 'http://127.0.0.1:3000')).toEqual(composeMail(facts, 'http://127.0.0.1:3000'));
  });

  test.each(SUBJECT_KINDS)('about %s gives away neither the kind of work nor the kind of notice', (subjectKind) => {
    const { subject, text } = composeMail({ mailId: MAIL, caseRef: null, subjectKind, subjectId: SUBJECT }, ORIGIN);
    expect(`${subject} ${text}`).not.toMatch(TELLING);
  });
});

describe('a digest', () => {
  const words = (...counts: [(typeof SUBJECT_KINDS)[number], number][]) =>
    composeDigest({ mailId: MAIL, counts: counts.map(([subjectKind, count]) => ({ subjectKind, count })) }, ORIGIN);

  test('word for word', () => {
    const { subject, text, messageId } = words(['referral', 3], ['meeting', 1]);
    expect(subject).toBe('Summary of tasks');
    expect(text).toBe(`New for you: 3 referrals, 1 meeting; sign in to read them: ${ORIGIN}/inbox\n`);
    expect(messageId).toBe(`<${MAIL}@cases.example.org>`);
  });

  test.each<[string, [(typeof SUBJECT_KINDS)[number], number][], string]>([
    ['one thing', [['action', 1]], '1 task'],
    ['two kinds that share a word are counted together', [['meeting', 2], ['meeting-series', 1]], '3 meetings'], // prettier-ignore
    ['what has no word of its own comes last', [['flag', 9], ['conflict', 1], ['minutes', 1]], '1 document, 10 others'], // prettier-ignore
    ['as many of two kinds: by the alphabet', [['transfer', 2], ['minutes', 2]], '2 documents, 2 handovers'], // prettier-ignore
  ])('%s', (_, counts, said) => {
    expect(words(...counts).words).toBe(`New for you: ${said}; sign in to read them:`);
  });

  test('gives away nothing of what it counts', () => {
    const { subject, text } = words(...SUBJECT_KINDS.map((kind) => [kind, 2] as [typeof kind, number]));
    expect(`${subject} ${text}`).not.toMatch(TELLING);
  });
});

test('patience grows, is bounded and lasts over three hours', () => {
  const waits = Array.from({ length: MAIL_ATTEMPTS }, (_, i) => retryAfterSeconds(i + 1));
  expect(waits.slice(0, 4)).toEqual([30, 60, 120, 240]);
  expect(Math.max(...waits)).toBe(3_600);
  expect(waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 3_600);
});
