import { describe, expect, test } from '@jest/globals';
import { type PlannedAction, smellsOfPlan } from './plan-smells.rules.js';

const action = (id: string, rest: Partial<PlannedAction> = {}): PlannedAction => ({
  ...{ id, status: 'AGREED', target: 'VICTIM', agencyKind: 'HOUSING_LA', riskAddressed: 'He has keys', lookedAt: [] },
  ...rest,
});
const AT_HIM = action('him', { target: 'PERPETRATOR', agencyKind: 'PROBATION' });

describe('what a plan lacks', () => {
  test.each<[string, PlannedAction[], boolean, string[]]>([
    ['everything', [], true, ['no-actions']],
    ['nothing', [action('1'), AT_HIM], false, []],
    ['nothing, with children', [action('1', { target: 'CHILD' }), AT_HIM], true, []],
    ['something for the children', [action('1'), AT_HIM], true, ['no-child-action']],
    ['something aimed at the perpetrator', [action('1')], false, ['no-perpetrator-action']],
    [
      'anybody but the IDVA and the police',
      [action('1', { agencyKind: 'IDVA' }), action('2', { agencyKind: 'POLICE', target: 'PERPETRATOR' })],
      false,
      ['all-on-idva-and-police'],
    ],
    ['the agreement of who was absent', [action('1', { status: 'REQUESTED' }), AT_HIM], false, ['agency-was-absent 1']],
    ['anybody for what was declined', [action('1', { status: 'DECLINED' }), AT_HIM], false, ['agency-declined 1']],
    ['something new', [action('1', { lookedAt: ['0'] }), AT_HIM], false, ['set-again 1']],
    [
      'a risk for two of them',
      [action('1', { riskAddressed: '' }), AT_HIM, action('2', { riskAddressed: '' })],
      false,
      ['no-risk 1 2'],
    ],
  ])('%s', (_, plan, hasChildren, expected) => {
    const found = smellsOfPlan(plan, hasChildren).map(({ code, actionIds }) => [code, ...actionIds].join(' '));
    expect(found).toEqual(expected);
  });
});
