import { describe, expect, test } from '@jest/globals';
import { NOTICE_KINDS, NOTICES } from './notice.rules.js';

describe('notices', () => {
  test.each(NOTICE_KINDS)('%s is one fixed sentence without a name', (kind) => {
    expect(NOTICES[kind].title).toMatch(/^A[a-z ,]+\.$/);
  });

  test('what is overdue or cannot wait is urgent, and who may see what they should not', () => {
    expect(NOTICE_KINDS.filter((kind) => NOTICES[kind].urgent)).toEqual([
      ...[
        'PROTOCOL_SIGNATURE_LAPSED',
        'PROTOCOL_LAPSED_IN_AGENCY',
        'RESEARCH_OVERDUE',
        'RESEARCH_OVERDUE_UNOWNED',
        'RESEARCH_STILL_OWED',
      ],
      ...[
        'ACTION_OVERDUE',
        'ACTION_OVERDUE_UNOWNED',
        'ACTION_ESCALATED',
        'ACTION_ESCALATED_UNOWNED',
        'OVERDUE_IN_AGENCY',
        'OVERDUE_IN_AREA',
        'OVERDUE_IN_AREA_UNOWNED',
        'ACTION_DECLINED',
        'ACTION_UNANSWERED',
        'ACTION_UNOWNED',
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
      ...['MEETING_CALLED', 'QUORUM_LOST'],
      ...['CASE_LIST_OVERDUE', 'VICTIMS_UNCHECKED', 'CASES_UNLISTED', 'PAPERS_RECALLED'],
      ...['TRANSFER_UNANSWERED', 'TRANSFER_STILL_UNANSWERED', 'TRANSFER_NOT_TAKEN_UP'],
      ...['MINUTES_RECALLED', 'MINUTES_OVERDUE', 'CANARY_ASKED_FOR', 'WORK_STUCK', 'READING_UNUSUAL'],
      ...['NOTICE_UNDELIVERED', 'ADDRESS_UNREACHABLE', 'MESSAGE_HELD_BACK', 'MAIL_NOT_GOING_OUT'],
      ...['CONTACT_OVERDUE', 'CONTACT_OVERDUE_UNOWNED', 'CONTACT_ATTEMPTS_SHORT', 'CASE_UNSUPPORTED', 'CONTACT_UNSAFE'],
      ...['RISK_REVIEW_RAISED', 'RISK_REVIEW_OVERDUE'],
    ]);
  });
});
