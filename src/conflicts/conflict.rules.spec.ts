import { describe, expect, test } from '@jest/globals';
import {
  afterFinding,
  type Evidence,
  isClosed,
  next,
  refuseDecider,
  type Status,
  STATUSES,
  STEPS,
  type Step,
  withoutLink,
} from './conflict.rules.js';

const found = (evidence: Evidence[], tieIds: string[] = [], confirmed = false) => ({ evidence, tieIds, confirmed });
const before = (status: Status, evidence: Evidence[] = ['NAME'], tieIds = ['t1']) => ({ status, evidence, tieIds });

describe('what a finding brings about', () => {
  test.each<[string, Parameters<typeof afterFinding>[0], Parameters<typeof afterFinding>[1], Status | null]>([
    ['a name alone is a question', null, found(['NAME']), 'QUESTION'],
    ['a name with the birth date closes at once', null, found(['NAME', 'NAME_BIRTH']), 'PROVISIONAL'],
    ['so does a telephone', null, found(['PHONE']), 'PROVISIONAL'],
    ['and a household', null, found(['ADDRESS']), 'PROVISIONAL'],
    ['and a declaration', null, found(['DECLARED']), 'PROVISIONAL'],
    ['and a report', null, found(['REPORTED']), 'PROVISIONAL'],
    ['the same person elsewhere, confirmed there, is confirmed here', null, found(['SAME_PERSON'], [], true), 'CONFIRMED'],
    ['the same person elsewhere, not yet confirmed', null, found(['SAME_PERSON']), 'PROVISIONAL'],
    ['the same again changes nothing', before('DISMISSED'), found(['NAME'], ['t1']), null],
    ['another name asks no second time once dismissed', before('DISMISSED'), found(['NAME'], ['t2']), 'DISMISSED'],
    ['a question becomes certain', before('QUESTION'), found(['PHONE'], ['t1']), 'PROVISIONAL'],
    ['what was dismissed is closed by new certain evidence', before('DISMISSED'), found(['PHONE'], ['t1']), 'PROVISIONAL'],
    ['what was lifted too', before('LIFTED', ['PHONE']), found(['ADDRESS'], ['t1']), 'PROVISIONAL'],
    ['what was lifted stays so on the same evidence', before('LIFTED', ['PHONE']), found(['PHONE'], ['t1']), null],
    ['what is confirmed stays so', before('CONFIRMED', ['PHONE']), found(['ADDRESS'], ['t1']), 'CONFIRMED'],
    ['what a link brought and its undoing ended is new when it comes again', before('UNLINKED', [], []), found(['SAME_PERSON'], [], true), 'CONFIRMED'],
    ['and a name of theirs asks', before('UNLINKED', [], []), found(['NAME']), 'QUESTION'],
    ['a lift that is proposed waits on', before('LIFT_PROPOSED', ['PHONE']), found(['ADDRESS'], ['t1']), 'LIFT_PROPOSED'],
  ])('%s', (_, had, finding, expected) => {
    expect(afterFinding(had, finding)).toBe(expected);
  });
}); // prettier-ignore

describe('what a line goes back to without the link', () => {
  const line = (status: Status, goesBack: ReturnType<typeof withoutLink> = null) => ({ status, withoutLink: goesBack });
  test.each<[string, Parameters<typeof withoutLink>[0], Evidence[], Status, ReturnType<typeof withoutLink>]>([
    ['closed by the link alone', null, ['SAME_PERSON'], 'CONFIRMED', 'UNLINKED'],
    ['a restriction that came by the link', null, ['SAME_PERSON', 'RESTRICTION'], 'CONFIRMED', 'UNLINKED'],
    ['a restriction of the case itself', null, ['RESTRICTION'], 'CONFIRMED', null],
    ['declared', null, ['DECLARED'], 'PROVISIONAL', null],
    ['a question that the link closed', line('QUESTION'), ['SAME_PERSON'], 'PROVISIONAL', 'QUESTION'],
    ['what was lifted and the link closed', line('LIFTED'), ['SAME_PERSON'], 'PROVISIONAL', 'LIFTED'],
    ['a link once more, after one was undone', line('UNLINKED'), ['SAME_PERSON'], 'PROVISIONAL', 'UNLINKED'],
    ['closed already for a reason of its own', line('CONFIRMED'), ['SAME_PERSON'], 'CONFIRMED', null],
    ['closed already by another link', line('CONFIRMED', 'QUESTION'), ['SAME_PERSON'], 'CONFIRMED', 'QUESTION'],
    ['closed by a link, and recognised since', line('PROVISIONAL', 'UNLINKED'), ['PHONE'], 'PROVISIONAL', null],
    ['closed by a link, and a namesake since', line('PROVISIONAL', 'UNLINKED'), ['NAME'], 'PROVISIONAL', 'QUESTION'],
    ['lifted before, and a namesake since', line('PROVISIONAL', 'LIFTED'), ['NAME'], 'PROVISIONAL', 'LIFTED'],
    ['open', null, ['NAME'], 'QUESTION', null],
  ])('%s', (_, had, evidence, status, expected) => {
    expect(withoutLink(had, { evidence }, status)).toBe(expected);
  });
}); // prettier-ignore

describe('steps', () => {
  test.each<[Status, Partial<Record<Step, Status>>]>([
    ['QUESTION', { CONFIRM: 'CONFIRMED', DISMISS: 'DISMISSED' }],
    ['PROVISIONAL', { CONFIRM: 'CONFIRMED', PROPOSE_LIFT: 'LIFT_PROPOSED' }],
    ['CONFIRMED', { PROPOSE_LIFT: 'LIFT_PROPOSED' }],
    ['LIFT_PROPOSED', { AGREE_LIFT: 'LIFTED', REFUSE_LIFT: 'CONFIRMED' }],
    ['LIFTED', {}],
    ['DISMISSED', {}],
    ['UNLINKED', {}],
  ])('%s allows %j and nothing else', (status, allowed) => {
    expect(Object.fromEntries(STEPS.flatMap((step) => (next(status, step) ? [[step, next(status, step)]] : [])))).toEqual(
      allowed,
    );
  }); // prettier-ignore

  test('nothing that is closed opens in one step but by the second agreement', () => {
    const opening = STATUSES.filter(isClosed).flatMap((status) =>
      STEPS.filter((step) => !isClosed(next(status, step) ?? status)).map((step) => [status, step]),
    );
    expect(opening).toEqual([['LIFT_PROPOSED', 'AGREE_LIFT']]);
  });
});

describe('who decides', () => {
  const conflict = { agencyId: null, liftProposedBy: 'first' };
  const decider = (id: string, madeByTheOneConcerned = false, agencyId = 'police') => ({ id, agencyId, madeByTheOneConcerned });
  test.each<[string, typeof conflict | { agencyId: string; liftProposedBy: string | null }, Step, ReturnType<typeof decider>, string | null]>([
    ['the proposer does not agree with themselves', conflict, 'AGREE_LIFT', decider('first'), 'second-person-needed'],
    ['the proposer may take it back', conflict, 'REFUSE_LIFT', decider('first'), null],
    ['another agrees', conflict, 'AGREE_LIFT', decider('second'), null],
    ['not somebody whom the one concerned added', conflict, 'AGREE_LIFT', decider('second', true), 'not-independent'],
    ['who does not propose either', conflict, 'PROPOSE_LIFT', decider('second', true), 'not-independent'],
    ['nor dismisses a question', conflict, 'DISMISS', decider('second', true), 'not-independent'],
    ['but may confirm', conflict, 'CONFIRM', decider('second', true), null],
    ['the agency shut out does not lift', { agencyId: 'police', liftProposedBy: null }, 'PROPOSE_LIFT', decider('x'), 'not-independent'],
    ['another agency does', { agencyId: 'health', liftProposedBy: null }, 'PROPOSE_LIFT', decider('x'), null],
  ])('%s', (_, one, step, who, expected) => {
    expect(refuseDecider(one, step, who)).toBe(expected);
  });
}); // prettier-ignore
