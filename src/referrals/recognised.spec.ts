import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkRepeat, DEFAULT_REPEAT_RULES } from '../flags/repeat.rules.js';
import type { Certainty, Evidence } from '../persons/matching.rules.js';
import type { PersonMatch } from '../persons/persons.service.js';
import type { EarlierReferral } from './history.queries.js';
import { perpetrator, Recognised, VICTIM } from './recognised.js';

const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5'];
const anyone = fc.constantFrom(...PEOPLE);
const certainty = fc.constantFrom<Certainty>('CERTAIN', 'PROBABLE', 'POSSIBLE');
const EVIDENCE: Evidence[] = ['same name', 'same birth date', 'same postcode'];

/** Of a record: an earlier person has two, so that one person is matched more than once and by ties. */
const match: fc.Arbitrary<PersonMatch> = fc.record({
  canonicalId: anyone,
  personId: fc.constantFrom('r1', 'r2'),
  certainty,
  evidence: fc.subarray(EVIDENCE, { minLength: 1 }),
  weight: fc.constantFrom(-2, 1, 4, 5, 9),
});
const day = fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)); // prettier-ignore
const earlier = fc.record({
  maracId: fc.constantFrom('N', 'S'),
  status: fc.constantFrom('ACCEPTED', 'DECLINED', 'DUPLICATE', 'SUBMITTED'),
  referredOn: day,
  acceptedOn: fc.option(day),
  heardOn: fc.constant(null),
  incidentOn: fc.option(day),
  victim: anyone,
  perpetrators: fc.uniqueArray(anyone, { minLength: 1, maxLength: 2 }),
});
const history = fc
  .array(earlier, { maxLength: 6 })
  .map((all) => all.map((one, i) => ({ ...one, id: `R${i}`, ref: `R${i}`, caseId: `C${i}`, caseRef: `C${i}` }) as unknown as EarlierReferral)); // prettier-ignore
/** Whom of the new people an earlier one may be by the name alone. */
const namesakes = fc.uniqueArray(fc.tuple(fc.nat(2), anyone), { maxLength: 4, selector: String });

/** Everything that is read from it, whatever the order in which it is listed. */
function finding(matches: PersonMatch[][], all: EarlierReferral[], likely: readonly (readonly [number, string])[]) {
  const beside = (place: number, id: string): PersonMatch | null =>
    likely.some(([at, who]) => at === place && who === id)
      ? { ...{ canonicalId: id, personId: id, certainty: 'POSSIBLE', weight: 2 }, evidence: ['same name', 'same other party'] }
      : null; // prettier-ignore
  const people = new Recognised(matches, all, beside);
  const perpetrators = matches.slice(1).map((_, i) => perpetrator(i));
  const incident = { marac: 'N', incidentOn: '2025-06-01', disclosedOn: '2025-06-03', victim: VICTIM, perpetrators };
  const seen = all.map((referral) => people.asTheRuleSees(referral));
  return {
    found: checkRepeat(seen, incident, DEFAULT_REPEAT_RULES),
    matches: matches.map((_, i) => people.matchesOf(i)),
    taken: PEOPLE.map((id) => people.takenFor(id)),
    seen: [...seen].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** The same in another order. */
function turned<T>(list: readonly T[], cuts: readonly number[]): T[] {
  const moved = [...list];
  for (const cut of cuts) moved.push(...moved.splice(cut % (moved.length || 1), 1));
  return moved;
}

const found = fc.array(fc.array(match, { maxLength: 6 }), { minLength: 2, maxLength: 3 });
const cuts = fc.array(fc.nat(11), { maxLength: 8 });

test('who is recognised does not depend on the order in which matches and earlier referrals are read', () => {
  fc.assert(
    fc.property(found, history, namesakes, cuts, (matches, all, likely, order) => {
      const first = finding(matches, all, likely);
      const again = matches.map((one) => turned(one, order));
      expect(finding(again, turned(all, order), likely)).toEqual(first);
      expect(finding(matches.map((one) => [...one].reverse()), [...all].reverse(), likely)).toEqual(first); // prettier-ignore
      const others = all.map((one) => ({ ...one, perpetrators: [...one.perpetrators].reverse() }));
      expect(finding(matches, others, likely).taken).toEqual(first.taken);
    }),
    { numRuns: 2000 },
  );
});

const CASE = {
  maracId: 'N',
  status: 'ACCEPTED',
  referredOn: '2025-01-01',
  acceptedOn: null,
  heardOn: null,
  incidentOn: null,
};
const matched = (canonicalId: string, sure: Certainty, weight = 5): PersonMatch => ({
  canonicalId,
  personId: canonicalId,
  certainty: sure,
  weight,
  evidence: ['same name', 'same birth date'],
});
const together = (id: string, victim: string, ...perpetrators: string[]) =>
  ({ ...CASE, ...{ id, ref: id, caseId: id, caseRef: id }, victim, perpetrators }) as unknown as EarlierReferral;

test.each<[string, PersonMatch[][], EarlierReferral[], string, Certainty]>([
  ['two probable people recorded together', [[matched('p1', 'PROBABLE')], [matched('p2', 'PROBABLE')]], [together('R1', 'p1', 'p2')], 'p1', 'CERTAIN'],
  ['in swapped roles too', [[matched('p1', 'PROBABLE')], [matched('p2', 'PROBABLE')]], [together('R1', 'p2', 'p1')], 'p2', 'CERTAIN'],
  ['with too little between them', [[matched('p1', 'PROBABLE', 1)], [matched('p2', 'PROBABLE', 1)]], [together('R1', 'p1', 'p2')], 'p1', 'PROBABLE'],
  ['never recorded together', [[matched('p1', 'PROBABLE')], [matched('p2', 'PROBABLE')]], [together('R1', 'p1', 'p3'), together('R2', 'p4', 'p2')], 'p1', 'PROBABLE'],
  ['beside somebody who is possibly theirs', [[matched('p1', 'PROBABLE')], [matched('p2', 'POSSIBLE')]], [together('R1', 'p1', 'p2')], 'p1', 'PROBABLE'],
  ['beside the second perpetrator, whoever stands first', [[matched('p1', 'PROBABLE')], [matched('p2', 'POSSIBLE')], [matched('p2', 'PROBABLE')]], [together('R1', 'p1', 'p2')], 'p1', 'CERTAIN'],
])('%s', (_, matches, all, id, sure) => {
  expect(new Recognised(matches, all, () => null).takenFor(id)?.match.certainty).toBe(sure);
}); // prettier-ignore
