import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, referral } from '../../test/support/repeat-history.js';
import { addMonths } from '../platform/values/dates.js';
import {
  type Certainty,
  checkRepeat,
  DEFAULT_REPEAT_RULES,
  REPEAT_OUTCOMES,
  type RepeatRules,
} from './repeat.rules.js';

describe('any history', () => {
  const person = fc.constantFrom('A', 'B', 'C', 'D');
  const certainty = fc.constantFrom<Certainty>('CERTAIN', 'PROBABLE', 'POSSIBLE');
  const party = fc.record({ person, certainty });
  const day = fc
    .integer({ min: 0, max: 1500 })
    .map((n) => new Date(Date.UTC(2022, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
  const marac = fc.constantFrom('N', 'S');
  const anyReferral = fc.record({
    marac,
    referredOn: day,
    acceptedOn: fc.option(day),
    heardOn: fc.option(day),
    incidentOn: fc.option(day),
    declined: fc.boolean(),
    duplicate: fc.boolean(),
    victim: party,
    perpetrators: fc.uniqueArray(party, { minLength: 1, maxLength: 2, selector: (p) => p.person }),
  });
  const history = fc
    .array(anyReferral, { maxLength: 8 })
    .map((all) => all.map((one, i) => ({ id: `R${i + 1}`, ...one })));
  const now = fc.record({
    marac,
    incidentOn: fc.option(day),
    disclosedOn: day,
    victim: person,
    perpetrators: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
    criminal: fc.constantFrom(true, false, undefined),
  });
  const someRules: fc.Arbitrary<RepeatRules> = fc.record({
    anchor: fc.constantFrom('REFERRED', 'ACCEPTED', 'HEARD'),
    windowMonths: fc.integer({ min: 1, max: 24 }),
    bothEndsInclusive: fc.boolean(),
    perpetratorOverlap: fc.constantFrom('ANY', 'ALL'),
    crossArea: fc.boolean(),
    countDeclined: fc.boolean(),
    incidentKinds: fc.constantFrom('ANY_ABUSE', 'CRIMINAL_ONLY'),
  });

  test('its order is of no account', () =>
    fc.assert(
      fc.property(history, now, someRules, fc.array(fc.nat(7)), (earlier, incident, rules, cuts) => {
        const shuffled = [...earlier];
        for (const cut of cuts) shuffled.push(...shuffled.splice(cut % (shuffled.length || 1), 1));
        const found = checkRepeat(earlier, incident, rules);
        expect(checkRepeat(shuffled, incident, rules)).toEqual(found);
        expect(checkRepeat([...earlier].reverse(), incident, rules)).toEqual(found);
        expect(REPEAT_OUTCOMES).toContain(found.outcome);
      }),
      { numRuns: 1000 },
    ));

  test('a duplicate never moves the anchor', () =>
    fc.assert(
      fc.property(history, now, anyReferral, (earlier, incident, extra) => {
        const sure = (one: { person: string }) => ({ person: one.person, certainty: 'CERTAIN' as const });
        const joined = {
          ...extra,
          id: 'R99',
          duplicate: true,
          incidentOn: null,
          victim: sure(extra.victim),
          perpetrators: extra.perpetrators.map(sure),
        };
        const before = checkRepeat(earlier, incident, DEFAULT_REPEAT_RULES);
        const after = checkRepeat([...earlier, joined], incident, DEFAULT_REPEAT_RULES);
        if (['DUPLICATE', 'REPEAT', 'LAPSED', 'POSSIBLE_REPEAT'].includes(before.outcome)) {
          expect({ ...after, related: [] }).toEqual({ ...before, related: [] });
        } else expect(['REPEAT', 'LAPSED', 'POSSIBLE_REPEAT', 'DUPLICATE']).not.toContain(after.outcome);
      }),
      { numRuns: 1000 },
    ));

  test('a sure pair with dates is a repeat exactly when some window was open', () =>
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 6 }), day, (referrals, incidentOn) => {
        const earlier = referrals.map((referredOn, i) => referral({ id: `R${i}`, referredOn }));
        const open = referrals.some((on) => on <= incidentOn && incidentOn <= addMonths(on, 12));
        expect(decide(earlier, { incidentOn }).outcome === 'REPEAT').toBe(open);
      }),
      { numRuns: 1000 },
    ));
});
