import { type Fact, knownBy } from './known-by.rules.js';
import type { NewStaffDetails, TiedPerson } from './conflicts.dto.js';

const NOBODY = { familyName: '', givenNames: '', aliases: [] };

/** What a tie's person is known by, each fact once. */
export function factsOfPerson({ phone, address, postcode, ...named }: TiedPerson): Fact[] {
  const addresses = address && postcode ? [{ address, postcode }] : [];
  return factsOfDetails({ ...named, phones: phone ? [phone] : [], addresses });
}

/** The same of somebody who works here. */
export function factsOfDetails({ birthDate, phones = [], addresses = [], ...named }: NewStaffDetails): Fact[] {
  const { familyName = '', givenNames = '', otherNames: aliases = [] } = named;
  const birth = { value: birthDate ?? null, precision: birthDate ? 'DAY' : 'UNKNOWN' } as const;
  const facts = [
    ...knownBy({ familyName, givenNames, aliases, birth }),
    ...phones.flatMap((phone) => knownBy({ ...NOBODY, phone })),
    ...addresses.flatMap((home) => knownBy({ ...NOBODY, ...home })),
  ];
  return [...new Map(facts.map((fact) => [`${fact.kind} ${fact.text}`, fact])).values()];
}
