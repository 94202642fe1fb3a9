import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import type { Description } from '../../src/persons/persons.service.js';
import { Chance } from '../../src/sample/prng.js';
import { noisy } from './noise.js';
import { coupleAt } from './register-couples.js';

const MAP = {
  ...{ givenNames: 'given', familyName: 'family', birthDate: 'born', sex: 'sex' },
  ...{ address: 'address', postcode: 'postcode', phone: 'phone' },
};
const RECORDS = [[1, 40], [2, 30], [3, 15], [4, 10], [6, 5]] as const; // prettier-ignore
const BIRTHS = [
  (year: string, month: string, day: string) => `${year}-${month}-${day}`,
  (year: string, month: string, day: string) => `${day}/${month}/${year}`,
  (year: string) => year,
  () => '',
] as const;

/**
 * A labelled file of so many rows about invented people, one to six records each, in no order: names mistyped, shortened, swapped
 * or married, dates mistyped, cut or written otherwise, moved households, telephones gone. Column `person` is the truth.
 */
export async function writeLabelledPeople(file: string, mapFile: string, rows: number): Promise<void> {
  const chance = new Chance(rows);
  const lines: string[] = [];
  for (let number = 0; lines.length < rows; number++) {
    const { victim, perpetrator, marac } = coupleAt(number);
    for (const [label, person, other] of [
      ['v', victim, perpetrator],
      ['p', perpetrator, victim],
    ] as const)
      // prettier-ignore
      for (let left = chance.weighted(RECORDS); left > 0; left--)
        lines.push(line(`${label}${number}`, noisy(person, other, marac, chance), chance));
  }
  writeFileSync(mapFile, JSON.stringify(MAP), { mode: 0o600 });
  const out = createWriteStream(file, { mode: 0o600 });
  out.write(`person,${Object.values(MAP).join(',')}\n`);
  for (const text of shuffled(lines.slice(0, rows), chance)) if (!out.write(text)) await once(out, 'drain');
  out.end();
  await once(out, 'finish');
}

function line(truth: string, said: Description, chance: Chance): string {
  const [year = '', month = '', day = ''] = (said.birth.value ?? '').split('-');
  const born = chance.weighted([[BIRTHS[0], 60], [BIRTHS[1], 34], [BIRTHS[2], 2], [BIRTHS[3], 4]] as const)(year, month, day); // prettier-ignore
  const sex = chance.happens(0.1) ? '' : said.sex.charAt(0);
  const cells = [truth, said.givenNames, said.familyName, born, sex, said.address, said.postcode, said.phone];
  return `${cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

function shuffled(lines: string[], chance: Chance): string[] {
  for (let i = lines.length - 1; i > 0; i--) {
    const j = chance.whole(0, i);
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
  }
  return lines;
}
