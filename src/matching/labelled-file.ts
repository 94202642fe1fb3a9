import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { inParts, sketch, type WrittenName } from './details.rules.js';
import type { Labelled } from './evaluation.rules.js';
import { birthParts, hasMonthFirst } from './written-birth.rules.js';

const FIELDS: readonly string[] = [
  ...[
    'givenNames',
    'familyName',
    'fullName',
    'birthDate',
    'sex',
    'address',
    'postcode',
    'phone',
    'email',
    'identifier',
  ],
];
type Row = Readonly<Record<string, string>>;

/** Which column, or columns, of a file hold which of our fields. */
export type ColumnMap = ReadonlyMap<string, readonly string[]>;

/** A file that cannot be evaluated as it is asked for. The message names fields and columns, never what is in them. */
export class Unusable extends Error {}

/** Reads MAP.json: an object from our fields to a column's name or a list of them. */
export function readColumnMap(file: string): ColumnMap {
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    throw new Unusable('the map is not an object from fields to columns');
  return new Map(
    Object.entries(written).map(([field, columns]: [string, unknown]) => {
      if (!FIELDS.includes(field))
        throw new Unusable(`the map names a field that there is not: ${field}; there are ${FIELDS.join(', ')}`);
      const names = Array.isArray(columns) ? columns : [columns];
      if (!names.every((name) => typeof name === 'string')) throw new Unusable(`the map gives no column for ${field}`);
      return [field, names as string[]];
    }),
  );
}

/** Reads a labelled file. No row is refused: what cannot be read in it counts as missing. */
export function readLabelled(file: string, map: ColumnMap, truth: string, second = false): Labelled[] {
  const rows = readRows(file);
  const columns = new Set(Object.keys(rows[0] ?? {}));
  for (const column of [truth, ...[...map.values()].flat()])
    if (rows.length > 0 && !columns.has(column)) throw new Unusable(`there is no column ${column}`);
  const field = (row: Row, name: string) =>
    (map.get(name) ?? [])
      .map((column) => row[column] ?? '')
      .filter((text) => text !== '')
      .join(' ');
  const monthFirst = hasMonthFirst(rows.map((row) => field(row, 'birthDate')));
  return rows.map((row) => {
    const birth = birthParts(field(row, 'birthDate'), monthFirst);
    const person = sketch({
      names: [nameOf(field(row, 'givenNames'), field(row, 'familyName'), field(row, 'fullName'))],
      births: birth ? [birth] : [],
      sex: sexOf(field(row, 'sex')),
      places: [{ address: field(row, 'address'), postcode: field(row, 'postcode') }],
      phones: digitsOf(field(row, 'phone')),
      emails: [field(row, 'email')],
      identifiers: [field(row, 'identifier')],
    });
    return { person, truth: row[truth] ?? '', second };
  });
}

function readRows(file: string): Row[] {
  const text = readFileSync(file, 'utf8');
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter = [',', ';', '\t', '|'].reduce((a, b) => (head.split(b).length > head.split(a).length ? b : a));
  const lenient = { bom: true, trim: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  return parse(text, { ...lenient, columns: true, delimiter });
}

function nameOf(given: string, family: string, whole: string): WrittenName {
  return given === '' && family === '' ? inParts(whole) : { given, family };
}

function sexOf(text: string): 'FEMALE' | 'MALE' | '' {
  if (/^(f|w|female|woman|girl|frau|2(\.0)?$)/i.test(text)) return 'FEMALE';
  return /^(m|male|man|boy|herr|1(\.0)?$)/i.test(text) ? 'MALE' : '';
}

/** The last ten digits: what comes before is the way out of the country. */
function digitsOf(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 6 ? [digits.slice(-10)] : [];
}
