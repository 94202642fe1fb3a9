import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ageOn } from '../../src/platform/values/dates.js';
import { normalisePhone } from '../../src/platform/values/phone.js';
import { isPostcode } from '../../src/platform/values/postcode.js';
import { Cases } from '../../src/sample/cases.js';
import { Chance } from '../../src/sample/prng.js';
import { yearOfReferrals } from '../../src/sample/year-script.js';

const TODAY = '2026-11-22';
const PERIOD = { from: '2022-02-28', to: TODAY };
const RESERVED = /^(07700 900\d{3}|01632 960\d{3})$/;

test('nobody invented can be reached or found: reserved telephones, postcodes of no real area, 16 to 85 years old', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('NB', 'SB'), (seed, area) => {
      const { victim, perpetrators } = new Cases(new Chance(seed), area, PERIOD).couple();
      for (const person of [victim, ...perpetrators]) {
        expect(person.phone).toMatch(RESERVED);
        expect(normalisePhone(person.phone)).toBe(person.phone.replace(' ', ''));
        expect(person.postcode).toMatch(new RegExp(`^${area}[1-9]\\d? \\d[A-Z]{2}$`));
        expect(isPostcode(person.postcode)).toBe(true);
        expect(person.familyName).not.toBe('');
        expect(ageOn(person.birth.value!, PERIOD.from)).toBeGreaterThanOrEqual(16);
        expect(ageOn(person.birth.value!, PERIOD.to)).toBeLessThanOrEqual(85);
      }
    }),
    { numRuns: 500 },
  );
});

describe('chance', () => {
  test('the same seed invents the same people; another seed others', () => {
    const couple = (seed: number) => new Cases(new Chance(seed), 'NB', PERIOD).couple();
    expect(couple(5)).toEqual(couple(5));
    expect(couple(5)).not.toEqual(couple(6));
  });

  test('weights are kept to', () => {
    const chance = new Chance(1);
    const often = Array.from({ length: 10_000 }, () => chance.weighted([['often', 9], ['seldom', 1]] as const)); // prettier-ignore
    const share = often.filter((word) => word === 'often').length / often.length;
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(0.92);
  });
});

test('namesakes born on one day are rare: fewer than one in a thousand of 50,000', () => {
  const cases = new Cases(new Chance(3), 'NB', PERIOD);
  const people = Array.from({ length: 25_000 }, () => cases.couple()).flatMap(({ victim, perpetrators }) => [
    victim,
    perpetrators[0]!,
  ]);
  const seen = new Set(people.map(({ givenNames, familyName, birth }) => `${givenNames} ${familyName} ${birth.value}`));
  expect(people.length - seen.size).toBeLessThan(50);
});

test('a year brings about 400 referrals in the order of their days, up to yesterday, each with its own reference', () => {
  const episodes = yearOfReferrals(TODAY);
  const days = episodes.map(({ on }) => on);
  expect(episodes.length).toBeGreaterThanOrEqual(390);
  expect(episodes.length).toBeLessThanOrEqual(410);
  expect(days).toEqual([...days].sort());
  expect(days[0]).toBe('2025-11-23');
  expect(days.at(-1)).toBe('2026-11-21');
  expect(new Set(episodes.map(({ referral }) => referral.ref)).size).toBe(episodes.length);
  expect(yearOfReferrals(TODAY)).toEqual(episodes);
});
