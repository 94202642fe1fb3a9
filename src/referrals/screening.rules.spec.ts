import { describe, expect, test } from '@jest/globals';
import type { Screening } from './screening.dto.js';
import { decideScreening, type Screenable } from './screening.rules.js';

const plain: Screenable = { criteria: [], outcome: 'NONE', risk: null, signOffMissing: false };
const decide = (screening: Screening, referral: Partial<Screenable> = {}) =>
  decideScreening(screening, { ...plain, ...referral });
const belowThreshold: Screening = {
  decision: 'DECLINE',
  reason: 'BELOW_THRESHOLD_NO_JUDGEMENT',
  advice: 'Outreach can help.',
  weighed: 'Asked the referrer for their judgement; they have none.',
};

describe('what is refused', () => {
  test.each<[string, Screening, Partial<Screenable>, string, string]>([
    [
      'an acceptance that nobody signed off',
      { decision: 'ACCEPT' },
      { signOffMissing: true },
      '/decision',
      'not-signed-off',
    ],
    ['an emergency without a word why', { decision: 'ACCEPT_EMERGENCY' }, {}, '/advice', 'required'],
    ['a return without advice', { decision: 'RETURN', fields: ['/summary'] }, {}, '/advice', 'required'],
    ['a return that names nothing', { decision: 'RETURN', advice: 'x' }, {}, '/fields', 'required'],
    [
      'a return that names what the form has not',
      { decision: 'RETURN', advice: 'x', fields: ['/summary', '/shoeSize'] },
      {},
      '/fields/1',
      'not-a-field',
    ],
    ['a duplicate of nothing', { decision: 'DUPLICATE' }, {}, '/of', 'required'],
    ['a repeat to be noted that is none', { decision: 'NOTE_REPEAT', advice: 'x' }, {}, '/decision', 'not-a-repeat'],
    [
      'a repeat to be noted that may be none',
      { decision: 'NOTE_REPEAT', advice: 'x' },
      { outcome: 'POSSIBLE_REPEAT' },
      '/decision',
      'not-a-repeat',
    ],
    ['a repeat noted without a word', { decision: 'NOTE_REPEAT' }, { outcome: 'REPEAT' }, '/advice', 'required'],
    ['a decline without advice', { decision: 'DECLINE', reason: 'OUT_OF_AREA' }, {}, '/advice', 'required'],
    ['a decline without a reason', { decision: 'DECLINE', advice: 'x' }, {}, '/reason', 'required'],
    [
      'below the threshold, and yet it meets a criterion',
      belowThreshold,
      { criteria: ['REPEAT'] },
      '/reason',
      'meets-criteria',
    ],
    [
      'below the threshold by the score alone',
      { ...belowThreshold, weighed: undefined },
      {},
      '/weighed',
      'score-alone',
    ],
    [
      'below the threshold, and perhaps a repeat',
      belowThreshold,
      { outcome: 'POSSIBLE_REPEAT' },
      '/reason',
      'repeat-undecided',
    ],
    ['standard risk without a service', belowThreshold, { risk: 'STANDARD' }, '/onwardService', 'required'],
    ['medium risk without a service', belowThreshold, { risk: 'MEDIUM' }, '/onwardService', 'required'],
    [
      'a risk that nobody graded, without a service',
      belowThreshold,
      { risk: 'UNGRADED' },
      '/onwardService',
      'required',
    ],
    [
      'medium risk, not domestic abuse, without a service',
      { decision: 'DECLINE', reason: 'NOT_DOMESTIC_ABUSE', advice: 'x' },
      { risk: 'MEDIUM' },
      '/onwardService',
      'required',
    ],
  ])('%s', (_, screening, referral, pointer, code) => {
    expect(decide(screening, referral)).toMatchObject({ outcome: 'refused', problem: { pointer, code } });
  });
});

describe('what is decided', () => {
  test.each<[string, Screening, Partial<Screenable>, object]>([
    ['accepted', { decision: 'ACCEPT' }, {}, { step: 'accept', emergency: false }],
    [
      'an emergency, signed off or not',
      { decision: 'ACCEPT_EMERGENCY', advice: 'He is out tonight' },
      { signOffMissing: true },
      { step: 'accept', emergency: true },
    ],
    [
      'returned, each field once, as a pointer',
      {
        decision: 'RETURN',
        advice: 'x',
        fields: ['victim.phone', '/victim/phone', '/perpetrators/0/birthDate', 'summary'],
      },
      {},
      { step: 'return', fields: ['/victim/phone', '/perpetrators/0/birthDate', '/summary'] },
    ],
    ['a duplicate', { decision: 'DUPLICATE', of: 'b' }, {}, { step: 'mark-duplicate', duplicateOf: 'b', advice: null }],
    ['no duplicate after all', { decision: 'NOT_DUPLICATE' }, {}, { step: 'reopen' }],
    [
      'a repeat noted',
      { decision: 'NOTE_REPEAT', advice: 'Heard on Monday' },
      { outcome: 'REPEAT' },
      { step: 'note-repeat' },
    ],
    [
      'declined below the threshold',
      { ...belowThreshold, onwardService: 'IDVA' },
      { risk: 'STANDARD' },
      { step: 'decline', code: 'BELOW_THRESHOLD_NO_JUDGEMENT', onwardService: 'IDVA', weighed: belowThreshold.weighed },
    ],
    [
      'declined at high risk as of another area: that area has services',
      { decision: 'DECLINE', reason: 'OUT_OF_AREA', advice: 'x' },
      { risk: 'HIGH', criteria: ['VISIBLE_HIGH_RISK'] },
      { step: 'decline', code: 'OUT_OF_AREA', onwardService: null },
    ],
    [
      'declined, as the victim has died',
      { decision: 'DECLINE', reason: 'VICTIM_DECEASED', advice: 'x' },
      { risk: 'MEDIUM' },
      { step: 'decline' },
    ],
  ])('%s', (_, screening, referral, found) => {
    expect(decide(screening, referral)).toMatchObject({ outcome: 'decided', ...found });
  });
});
