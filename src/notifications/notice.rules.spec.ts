import { describe, expect, test } from '@jest/globals';
import { composeMail, MAIL_ATTEMPTS, NOTICE_KINDS, NOTICES, retryAfterSeconds } from './notice.rules.js';

const MAIL = '0198a000-0000-7000-8000-00000000000a';
const SUBJECT = '0198a000-0000-7000-8000-00000000000b';

describe('a mail', () => {
  test.each([['action'], ['referral']] as const)('about an %s, word for word', (subjectKind) => {
    const facts = { mailId: MAIL, caseRef: 'NB-7K3M9QXT', subjectKind, subjectId: SUBJECT };
    expect(composeMail(facts, 'https://cases.example.org')).toEqual({
      subject: 'Task update',
      text: `A task with reference NB-7K3M9QXT was updated; sign in to read it: https://cases.example.org/${subjectKind}s/${SUBJECT}\n`,
      messageId: `<${MAIL}@cases.example.org>`,
    });
  });

  test('is the same when it is made again', () => {
    const facts = { mailId: MAIL, caseRef: 'NB-7K3M9QXT', subjectKind: 'action', subjectId: SUBJECT } as const;
    expect(composeMail(facts, 'http://127.0.0.1:3000')).toEqual(composeMail(facts, 'http://127.0.0.1:3000'));
  });

  test('gives away neither the kind of work nor the kind of notice', () => {
    const facts = { mailId: MAIL, caseRef: 'NB-7K3M9QXT', subjectKind: 'action', subjectId: SUBJECT } as const;
    const { subject, text } = composeMail(facts, 'https://cases.example.org');
    expect(`${subject} ${text}`).not.toMatch(/marac|victim|abuse|risk|police|overdue|idva|safe|urgent/i);
  });
});

describe('notices', () => {
  test.each(NOTICE_KINDS)('%s is one fixed sentence without a name', (kind) => {
    expect(NOTICES[kind].title).toMatch(/^A[a-z ,]+\.$/);
  });

  test('what is overdue or cannot wait is urgent, and who may see what they should not', () => {
    expect(NOTICE_KINDS.filter((kind) => NOTICES[kind].urgent)).toEqual([
      ...[
        'ACTION_OVERDUE',
        'ACTION_OVERDUE_UNOWNED',
        'REFERRAL_WAITS',
        'REFERRAL_WAITS_LONG',
        'REFERRAL_EMERGENCY',
        'EMERGENCY_WAITS',
        'REFERRAL_APPEALED',
        'APPEAL_WAITS',
        'CASE_NOT_HEARD',
        'ROLES_TO_DECIDE',
        'CONFLICT_TO_DECIDE',
        'GLASS_BROKEN',
        'GLASS_UNREVIEWED',
      ],
      ...['MEETING_CALLED', 'PAPERS_RECALLED'],
      ...['RESEARCH_OVERDUE', 'RESEARCH_OVERDUE_UNOWNED'],
      ...['TRANSFER_UNANSWERED', 'TRANSFER_STILL_UNANSWERED', 'TRANSFER_NOT_TAKEN_UP'],
      ...['MINUTES_RECALLED', 'MINUTES_OVERDUE', 'CANARY_ASKED_FOR', 'READING_UNUSUAL'],
      ...['CONTACT_OVERDUE', 'CONTACT_OVERDUE_UNOWNED', 'CONTACT_ATTEMPTS_SHORT', 'CASE_UNSUPPORTED', 'CONTACT_UNSAFE'],
      ...['RISK_REVIEW_RAISED', 'RISK_REVIEW_OVERDUE'],
    ]);
  });
});

test('patience grows, is bounded and lasts over three hours', () => {
  const waits = Array.from({ length: MAIL_ATTEMPTS }, (_, i) => retryAfterSeconds(i + 1));
  expect(waits.slice(0, 4)).toEqual([30, 60, 120, 240]);
  expect(Math.max(...waits)).toBe(3_600);
  expect(waits.slice(0, -1).reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(3 * 3_600);
});
