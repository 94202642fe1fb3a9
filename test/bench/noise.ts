import type { Description } from '../../src/persons/persons.service.js';
import { Chance } from '../../src/sample/prng.js';
import { homeIn } from './register-couples.js';

/** Short forms and spellings as people write them; not taken from the product's own tables. */
const SHORT: Readonly<Record<string, string>> = {
  Abigail: 'Abi', Alexander: 'Alex', Amanda: 'Mandy', Andrew: 'Andy', Anthony: 'Tony', Benjamin: 'Ben', Catherine: 'Kate', Charles: 'Charlie',
  Christine: 'Chris', Christopher: 'Chris', Daniel: 'Dan', David: 'Dave', Deborah: 'Debbie', Edward: 'Ted', Elizabeth: 'Liz',
  Eleanor: 'Ellie', Gareth: 'Gary', Geoffrey: 'Geoff', Gregory: 'Greg', James: 'Jim', Jennifer: 'Jenny', Jessica: 'Jess', Joanne: 'Jo',
  Jonathan: 'Jon', Joseph: 'Joe', Joshua: 'Josh', Kathleen: 'Kath', Kenneth: 'Ken', Margaret: 'Maggie', Matthew: 'Matt', Michael: 'Mike',
  Nathan: 'Nate', Nicholas: 'Nick', Nicola: 'Nicky', Oliver: 'Ollie', Pamela: 'Pam', Patricia: 'Pat', Patrick: 'Paddy', Peter: 'Pete',
  Philip: 'Phil', Rachel: 'Rachael', Raymond: 'Ray', Rebecca: 'Becky', Richard: 'Rick', Robert: 'Bob', Ronald: 'Ron', Samantha: 'Sam',
  Samuel: 'Sam', Sarah: 'Sara', Stephanie: 'Steph', Stephen: 'Steve', Steven: 'Stephen', Susan: 'Sue', Terence: 'Terry', Theo: 'Theodore',
  Thomas: 'Tom', Timothy: 'Tim', Timothée: 'Tim', Tracey: 'Tracy', Victoria: 'Vicky', William: 'Bill', Zachary: 'Zach',
  Mohammed: 'Mohamed', Ahmed: 'Ahmad', Hussain: 'Hussein', Katarzyna: 'Kasia', Malgorzata: 'Gosia', Agnieszka: 'Aga', Krzysztof: 'Krzys',
}; // prettier-ignore

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The same person as another agency writes them down. `other` is whoever they may have married. */
export function noisy(person: Description, other: Description, marac: number, chance: Chance): Description {
  let said: Description = { ...person };
  if (chance.happens(0.25)) said = { ...said, familyName: typo(said.familyName, chance) };
  if (chance.happens(0.4)) said = { ...said, givenNames: otherwise(said.givenNames, chance) };
  const odd = chance.next();
  if (odd < 0.04) said = { ...said, familyName: said.givenNames, givenNames: said.familyName };
  else if (odd < 0.08 && person.label === 'IDENTITY') said = { ...said, familyName: other.familyName };
  if (chance.happens(0.3)) said = { ...said, familyName: said.familyName.toUpperCase() };
  if (chance.happens(0.2)) said = { ...said, birth: mistyped(said.birth, chance) };
  if (chance.happens(0.35)) said = { ...said, ...homeIn(marac, chance), phone: said.phone };
  else if (chance.happens(0.2)) said = { ...said, address: '', postcode: '' };
  const phone = chance.happens(0.35) ? '' : chance.happens(0.2) ? homeIn(marac, chance).phone : said.phone;
  return { ...said, phone, aliases: [] };
}

/** One letter wrong, left out, doubled, or two swapped; never the first. */
export function typo(name: string, chance: Chance): string {
  if (name.length < 4) return name;
  const at = chance.whole(1, name.length - 2);
  const [before, letter, next, after] = [name.slice(0, at), name[at]!, name[at + 1]!, name.slice(at + 2)];
  return chance.pick([
    `${before}${chance.pick([...LETTERS])}${next}${after}`,
    `${before}${next}${after}`,
    `${before}${letter}${letter}${next}${after}`,
    `${before}${next}${letter}${after}`,
  ]);
}

/** A short form, the first name alone, or one with a letter wrong. */
function otherwise(givenNames: string, chance: Chance): string {
  const [first = '', ...further] = givenNames.split(' ');
  const kind = chance.whole(0, 2);
  if (kind === 0) return [SHORT[first] ?? first, ...further].join(' ');
  return kind === 1 ? first : [typo(first, chance), ...further].join(' ');
}

/** Day and month swapped, or one digit wrong. */
function mistyped(birth: Description['birth'], chance: Chance): Description['birth'] {
  if (birth.value === null) return birth;
  const [year = '', month = '', day = ''] = birth.value.split('-');
  const swapped = Number(day) <= 12 && chance.happens(0.4);
  const last = String(chance.whole(0, 9));
  const value = swapped
    ? `${year}-${day}-${month}`
    : chance.pick([
        `${year.slice(0, 3)}${last}-${month}-${day}`,
        `${year}-${month}-${chance.whole(0, 1)}${chance.whole(1, 9)}`,
      ]);
  const precise = value.endsWith('-01-01') ? 'POSSIBLY_YEAR_ONLY' : 'DAY';
  return { value: exists(value) ? value : birth.value, precision: exists(value) ? precise : birth.precision };
}

const exists = (day: string) => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
