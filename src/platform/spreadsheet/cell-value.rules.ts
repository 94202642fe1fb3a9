import type { NumberMeaning } from './number-format.rules.js';

/** A cell's text, or why it has none. */
export type CellReading = { text: string } | { problem: 'impossible-date' | 'impossible-number' };

const secondsPerDay = 86_400;
/** 31 December 9999, the last day Excel knows, in each date system. */
const lastDay = { 1900: 2_958_465, 1904: 2_957_003 };

/**
 * A number as a person reads it: no exponent, and no more than the 15 digits a spreadsheet itself keeps, so that
 * 0.1 + 0.2 is 0.3 and a telephone number stays one. Whole numbers are left as written.
 */
export function plainNumber(raw: string): CellReading {
  const written = raw.trim();
  if (/^(0|-?[1-9]\d{0,30})$/.test(written)) return { text: written };
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i.test(written)) return { problem: 'impossible-number' };
  const value = Number(Number(written).toPrecision(15));
  if (!Number.isFinite(value)) return { problem: 'impossible-number' };
  return { text: value === 0 ? '0' : withoutExponent(String(value)) };
}

function withoutExponent(text: string): string {
  const [, sign, whole, fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole! + fraction;
  const point = whole!.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return (
    sign + (point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`)
  );
}

/**
 * A date or time cell: 'YYYY-MM-DD' (the time of day is dropped), or 'HH:MM' for a time without a day.
 *
 * The 1900 system counts a 29 February 1900 that never was (day 60), as Lotus 1-2-3 did: that day is refused, and
 * days after it are one less than counted (ECMA-376 part 1, 18.17.4.1). Day 0, which an empty cell becomes through a
 * formula, is refused as well.
 */
export function dateOrTime(raw: string, meaning: 'date' | 'time', date1904: boolean): CellReading {
  const serial = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(serial) || serial < 0) return { problem: 'impossible-date' };
  const seconds = Math.round(serial * secondsPerDay);
  const day = Math.floor(seconds / secondsPerDay);
  if (day === 0 && meaning === 'time') return { text: new Date(seconds * 1000).toISOString().slice(11, 16) };
  if (day > lastDay[date1904 ? 1904 : 1900]) return { problem: 'impossible-date' };
  if (date1904) return { text: isoDay(Date.UTC(1904, 0, 1), day) };
  if (day === 0 || day === 60) return { problem: 'impossible-date' };
  return { text: isoDay(Date.UTC(1899, 11, 31), day > 60 ? day - 1 : day) };
}

function isoDay(epoch: number, days: number): string {
  return new Date(epoch + days * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** A number cell under its number format. */
export function numberCell(raw: string, meaning: NumberMeaning, date1904: boolean): CellReading {
  return meaning === 'number' ? plainNumber(raw) : dateOrTime(raw, meaning, date1904);
}

/** A cell of type "d": an ISO 8601 date or date-time; the time is dropped. */
export function isoDateCell(raw: string): CellReading {
  const day = /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(raw.trim())?.[1];
  if (day === undefined || Number.isNaN(Date.parse(day))) return { problem: 'impossible-date' };
  return { text: day };
}

/** `_x000D_` is a character that XML cannot carry; `_x005F_` is the underscore of one meant literally (ST_Xstring). */
export function unescapeXmlString(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** 'C5' is column 3 of row 5; undefined if it is no cell reference. */
export function parseCellReference(reference: string): { column: number; row: number } | undefined {
  let column = 0;
  let row = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i);
    if (code >= 65 && code <= 90 && row === 0) column = column * 26 + code - 64;
    else if (code >= 48 && code <= 57 && column > 0 && (row > 0 || code !== 48)) row = row * 10 + code - 48;
    else return undefined;
    if (column > 16_384 || row > 9_999_999) return undefined;
  }
  return row > 0 ? { column, row } : undefined;
}
