import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseWrittenDate, twoDigitBirthYear, twoDigitEventYear } from './written-date.js';

const ON = '2026-06-01';
const read = (text: string) => {
  const written = parseWrittenDate(text, twoDigitEventYear(ON));
  switch (written.kind) {
    case 'date':
      return written.date;
    case 'month':
      return `${written.year}-${written.month} month`;
    case 'year':
      return written.year;
    case 'impossible':
      return written.reason;
    case 'unknown':
      return 'unknown';
  }
};

test.each([
  ['14/05/1988', '1988-05-14'],
  [' 14 / 05 / 1988 ', '1988-05-14'],
  ['1988-05-14', '1988-05-14'],
  ['1988/05/14', '1988-05-14'],
  ['14.05.88', '1988-05-14'],
  ['14.5.1988', '1988-05-14'],
  ['14-05-1988', '1988-05-14'],
  ['14 05 1988', '1988-05-14'],
  ['1 May 1988', '1988-05-01'],
  ['1st of May, 1988', '1988-05-01'],
  ['14 May 88', '1988-05-14'],
  ['14-MAY-1988', '1988-05-14'],
  ['14May1988', '1988-05-14'],
  ['3 Sept 2025', '2025-09-03'],
  ['3 September 2025', '2025-09-03'],
  ['May 14, 1988', '1988-05-14'],
  ['Sat 14 May 1988', '1988-05-14'],
  ['Wednesday, 3rd September 2025', '2025-09-03'],
  ['14/05/1988 00:00:00', '1988-05-14'],
  ['1988-05-14T00:00:00.000Z', '1988-05-14'],
  ['14/05/2025 9:30 pm', '2025-05-14'],
  ['14\u00a0May\u00a01988', '1988-05-14'],
  ['29/02/2024', '2024-02-29'],
  ['1988', 1988],
  ['00/00/1988', 1988],
  ['xx/xx/1988', 1988],
  ['??/05/1988', '1988-5 month'],
  ['05/1988', '1988-5 month'],
  ['May 1988', '1988-5 month'],
  ['', 'unknown'],
  ['  -- ', 'unknown'],
  ['not known', 'unknown'],
  ['N/K', 'unknown'],
  ['Unknown', 'unknown'],
  ['don’t know', 'unknown'],
  ['xx/xx/xxxx', 'unknown'],
  ['00/00/0000', 'unknown'],
  ['31/02/1988', 'NO_SUCH_DAY'],
  ['29/02/2025', 'NO_SUCH_DAY'],
  ['05/14/1988', 'NO_SUCH_DAY'],
  ['1988-13-01', 'NO_SUCH_DAY'],
  ['31 June 2025', 'NO_SUCH_DAY'],
  ['14/05/1088', 'NO_SUCH_DAY'],
  ['14/05/198', 'UNREADABLE'],
  ['14 Mayo 1988', 'UNREADABLE'],
  ['last Tuesday', 'UNREADABLE'],
  ['14/05', 'UNREADABLE'],
  ['14/05-1988', 'UNREADABLE'],
  ['0088', 'UNREADABLE'],
  ['32295', 'UNREADABLE'],
])('%j reads as %j', (text, expected) => expect(read(text)).toBe(expected));

test.each([
  ['an event soon after today is a date in the future', '14.05.27', '2027-05-14'],
  ['twenty years ahead is as far as it goes', '01.06.46', '2046-06-01'],
  ['one day further is a century back', '02.06.46', '1946-06-02'],
])('two-digit years: %s', (_, text, expected) => expect(read(text)).toBe(expected));

test.each([
  ['14.05.10', '2026-05-13', '1910-05-14'],
  ['14.05.10', '2026-05-14', '2010-05-14'],
  ['14.05.61', '2026-06-01', '1961-05-14'],
  ['14.05.03', '2026-06-01', '2003-05-14'],
])('%s of somebody of 16 or more on %s is %s', (text, on, expected) =>
  expect(parseWrittenDate(text, twoDigitBirthYear(on, 16))).toEqual({ kind: 'date', date: expected }),
);

test('what was written is kept with the refusal', () =>
  expect(parseWrittenDate(' 31/02/1988 ', twoDigitEventYear(ON))).toEqual({
    kind: 'impossible',
    found: '31/02/1988',
    reason: 'NO_SUCH_DAY',
  }));

const anyDay = fc.date({
  min: new Date('1800-01-01T00:00:00Z'),
  max: new Date('2199-12-31T00:00:00Z'),
  noInvalidDate: true,
});

test('nothing that can be typed makes it throw, and a date it finds exists', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...'0123456789/-. xX?:tzMayJunSept') }),
      ),
      (text) => {
        const written = parseWrittenDate(text, twoDigitEventYear(ON));
        if (written.kind === 'date') {
          expect(new Date(`${written.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(written.date);
        }
      },
    ),
    { numRuns: 2000 },
  ));

test('every day reads back from every way of writing it', () =>
  fc.assert(
    fc.property(anyDay, (day) => {
      const iso = day.toISOString().slice(0, 10);
      const [y, m, d] = iso.split('-');
      const long = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(day);
      const ways = [iso, `${d}/${m}/${y}`, `${d}.${m}.${y}`, `${Number(d)}-${Number(m)}-${y}`, long];
      expect(ways.map(read)).toEqual(ways.map(() => iso));
    }),
  ));
