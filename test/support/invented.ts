import { randomInt } from 'node:crypto';

const pick = (letters: string) => letters[randomInt(letters.length)]!;

/** A surname of one test's own, that neither looks nor sounds like another's: they would be taken for one person's. */
export function newSurname(): string {
  const syllables = Array.from({ length: 4 }, () => pick('bdfghjklmnprstvwz') + pick('aeiou')).join('');
  return `${syllables[0]!.toUpperCase()}${syllables.slice(1)}${pick('lmnrst')}`;
}

/** A forename likewise. */
export const newForename = (): string => newSurname().slice(0, -3);

const two = (number: number) => String(number).padStart(2, '0');

/** A birth date that hardly anybody shares: never 1 January, which stands for a year. */
export function newBirthDate(from = 1960, to = 1999): string {
  return `${randomInt(from, to + 1)}-${two(randomInt(1, 13))}-${two(randomInt(2, 29))}`;
}
