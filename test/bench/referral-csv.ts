import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Description } from '../../src/persons/persons.service.js';
import { addDays, type IsoDate } from '../../src/platform/values/dates.js';
import { Cases, type Couple, type InventedReferral } from '../../src/sample/cases.js';
import { Chance } from '../../src/sample/prng.js';

const ITEMS = Array.from({ length: 24 }, (_, i) => `q${i + 1}`);
const COLUMNS = [
  'ref', 'referral_date', 'incident_date', 'referring_agency', 'victim_surname', 'victim_forenames', 'victim_aliases', 'victim_dob',
  'victim_sex', 'victim_ethnicity', 'victim_disability', 'victim_lgbt', 'victim_address', 'victim_postcode', 'victim_phone', 'safe_to_call',
  'perp_surname', 'perp_forenames', 'perp_aliases', 'perp_dob', 'perp_address', 'perp_postcode', 'perp2_surname', 'perp2_forenames',
  'perp2_dob', 'relationship', 'children', ...ITEMS, 'dash_total', 'professional_judgement', 'incidents_12m', 'victim_informed', 'consent',
  'summary', 'marac_date',
]; // prettier-ignore

/** Writes a coordinator's spreadsheet of invented referrals over two years, one in seven about a couple named before. */
export async function writeReferralCsv(file: string, rows: number, today: IsoDate, seed: number): Promise<void> {
  const chance = new Chance(seed);
  const cases = new Cases(chance, 'NB', { from: addDays(today, -730), to: today });
  const recent: Couple[] = [];
  const out = createWriteStream(file, { mode: 0o600 });
  out.write(`${COLUMNS.join(',')}\n`);
  for (let row = 0; row < rows; row++) {
    const couple = recent.length > 0 && chance.happens(0.14) ? chance.pick(recent) : cases.couple();
    recent[row % 1000] = couple;
    const on = addDays(today, -730 + Math.floor((row / rows) * 700));
    const cells = cellsOf(cases.referral(couple, on, `CSV/${seed}/${row}`));
    if (!out.write(`${COLUMNS.map((column) => quoted(cells[column] ?? '')).join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function cellsOf(said: InventedReferral): Record<string, string> {
  const { victim, perpetrators, assessment } = said;
  const [first, second] = perpetrators;
  const answers = Object.entries(assessment?.answers ?? {}).map(([no, answer]) => [
    `q${no}`,
    answer === 'DONT_KNOW' ? 'DK' : answer.charAt(0),
  ]);
  return {
    ref: said.ref ?? '', referral_date: british(said.referredOn), incident_date: said.incidentOn ? british(said.incidentOn) : '',
    referring_agency: said.agency, ...person('victim', victim), victim_sex: victim.sex.charAt(0), victim_phone: victim.phone,
    victim_ethnicity: victim.equality?.ethnicity ?? '', victim_disability: victim.equality?.disability.charAt(0) ?? '',
    safe_to_call: victim.safeToCall === 'NOT_KNOWN' ? '?' : victim.safeToCall, ...person('perp', first!), ...(second && person('perp2', second)),
    relationship: said.relationship.toLowerCase().replace('_', '-'), children: String(said.children), ...Object.fromEntries(answers),
    dash_total: String(assessment?.statedTotal ?? ''), professional_judgement: said.judgement ?? '', incidents_12m: String(said.eventsIn12Months),
    victim_informed: said.victimInformed, consent: said.consent === 'GIVEN' ? 'Y' : 'N', summary: said.summary, marac_date: '',
  }; // prettier-ignore
}

function person(
  prefix: string,
  { familyName, givenNames, aliases, birth, address, postcode }: Description,
): Record<string, string> {
  return {
    [`${prefix}_surname`]: familyName.toUpperCase(),
    [`${prefix}_forenames`]: givenNames,
    [`${prefix}_aliases`]: aliases.join('; '),
    [`${prefix}_dob`]: birth.value ? british(birth.value) : '',
    [`${prefix}_address`]: address,
    [`${prefix}_postcode`]: postcode,
  };
}

const british = (day: IsoDate): string => day.split('-').reverse().join('/');
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
