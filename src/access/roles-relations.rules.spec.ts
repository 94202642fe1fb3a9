import { describe, expect, test } from '@jest/globals';
import { type Role, ROLES } from '../identity/roles.rules.js';
import { LABELS } from './labels.js';
import { labelsOf, type Relation, RELATIONS, shownTo } from './roles-relations.rules.js';

const relations = Object.keys(RELATIONS) as Relation[];

describe('who must not see', () => {
  test.each<Role>(['ADMINISTRATOR', 'ANALYST', 'OBSERVER', 'STRATEGIC_LEAD', 'STEERING_GROUP'])(
    '%s: nothing of any case, however it is shared',
    (role) => {
      for (const relation of relations) expect(shownTo(role, relation)).toEqual([]);
    },
  );

  test('whoever is excluded, or has nothing to do with the case: nothing in any role', () => {
    for (const role of ROLES)
      for (const relation of ['NONE', 'EXCLUDED'] as const) expect(shownTo(role, relation)).toEqual([]);
  });

  test('where a victim is safe: only coordinators, IDVA services, and a chair on need', () => {
    const located = ROLES.flatMap((role) =>
      relations.filter((at) => shownTo(role, at).includes('LOCATION_SAFE')).map((at) => `${role} ${at}`),
    );
    const served = ['COORDINATOR', 'CHAIR', 'AGENCY_REPRESENTATIVE', 'IDVA'].map((role) => `${role} SUPPORT`);
    expect(located.sort()).toEqual(['COORDINATOR COORDINATES', 'CHAIR NEED', ...served].sort());
  });

  test('how a victim is reached: nobody who only carries out an action, searches, sits at the table or audits', () => {
    for (const relation of ['ACTION', 'RESEARCH', 'CIRCULATION', 'GUEST', 'REFERRAL', 'AUDIT'] as const)
      expect(labelsOf(relation)).not.toContain('CONTACT');
  });

  test('intelligence: only who coordinates, chairs or audits, and who is at the meeting with which it was shared', () => {
    const told = relations.filter((at) => labelsOf(at).includes('INTELLIGENCE'));
    expect(told).toEqual(['COORDINATES', 'CHAIRS', 'AUDIT', 'MEETING']);
  });
});

describe('who sees what', () => {
  test.each<[Role, Relation, readonly string[]]>([
    ['COORDINATOR', 'COORDINATES', LABELS],
    ['CHAIR', 'CHAIRS', LABELS.filter((label) => label !== 'LOCATION_SAFE')],
    ['CHAIR', 'COORDINATES', []],
    ['IDVA', 'SUPPORT', LABELS.filter((label) => label !== 'INTELLIGENCE')],
    ['AGENCY_REPRESENTATIVE', 'ACTION', ['IDENTITY']],
    ['AGENCY_REPRESENTATIVE', 'CIRCULATION', ['IDENTITY', 'PERPETRATOR', 'CHILD']],
    ['AGENCY_REPRESENTATIVE', 'BREAK_GLASS', ['IDENTITY', 'CONTACT', 'PERPETRATOR', 'CHILD']],
    ['REFERRER', 'REFERRAL', ['IDENTITY', 'PERPETRATOR', 'CHILD', 'SOURCE']],
    ['REFERRER', 'ACTION', []],
    ['AGENCY_MANAGER', 'ACTION', ['IDENTITY']],
    ['AGENCY_MANAGER', 'SUPPORT', []],
    ['AGENCY_MANAGER', 'CIRCULATION', []],
    ['AUDITOR', 'REFERRAL', []],
  ])('%s who %s', (role, relation, labels) => {
    expect(shownTo(role, relation)).toEqual(labels);
  });
});
