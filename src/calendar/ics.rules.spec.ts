import { describe, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { type FeedMeeting, icsOf } from './ics.rules.js';

const meeting = (changes: Partial<FeedMeeting> = {}): FeedMeeting => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  kind: 'MEETING',
  code: 'NB',
  startsAt: new Date('2026-07-15T08:30:00Z'),
  endsAt: new Date('2026-07-15T12:30:00Z'),
  cancelled: false,
  sequence: 0,
  changedAt: new Date('2026-06-01T10:00:00Z'),
  ...changes,
});
/** As a calendar reads it: by a parser that is none of ours. */
const read = (ics: string) =>
  new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    summary: event.getFirstPropertyValue('summary'),
    start: (event.getFirstPropertyValue('dtstart') as InstanceType<typeof ICAL.Time>).toJSDate().toISOString(),
    end: (event.getFirstPropertyValue('dtend') as InstanceType<typeof ICAL.Time>).toJSDate().toISOString(),
    status: event.getFirstPropertyValue('status'),
    sequence: event.getFirstPropertyValue('sequence'),
  }));

describe('a calendar', () => {
  test('reads when a meeting is, by an opaque title', () => {
    expect(read(icsOf([meeting()], 'https://marac.example.org'))).toEqual([
      {
        uid: '0198c0de-0000-7000-8000-000000000001@marac.example.org',
        summary: 'MARAC meeting, NB',
        start: '2026-07-15T08:30:00.000Z',
        end: '2026-07-15T12:30:00.000Z',
        status: 'CONFIRMED',
        sequence: 0,
      },
    ]);
  });

  test('reads that it was moved or cancelled: the same event, later in its sequence', () => {
    const [moved] = read(
      icsOf([meeting({ sequence: 1, startsAt: new Date('2026-07-15T09:30:00Z') })], 'https://m.org'),
    );
    expect(moved).toMatchObject({ sequence: 1, start: '2026-07-15T09:30:00.000Z', status: 'CONFIRMED' });
    const [cancelled] = read(icsOf([meeting({ sequence: 2, cancelled: true })], 'https://m.org'));
    expect(cancelled).toMatchObject({ sequence: 2, status: 'CANCELLED' });
  });

  test('is told nothing else, and the same of the same', () => {
    const ics = icsOf([meeting()], 'https://marac.example.org');
    expect(ics).toBe(icsOf([meeting()], 'https://marac.example.org'));
    const said = ics.replaceAll('\r\n ', '').split('\r\n').map((line) => line.split(/[:;]/)[0]); // prettier-ignore
    expect(said.filter((name) => /LOCATION|DESCRIPTION|ATTENDEE|ORGANIZER|COMMENT|CONTACT/.test(name!))).toEqual([]);
    expect(ics.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  test('without meetings is a calendar all the same', () => {
    expect(read(icsOf([], 'https://marac.example.org'))).toEqual([]);
  });
});

test('a slot of a guest has an opaque title of its own, and the address of nothing but their own slots', () => {
  const ics = icsOf([meeting({ kind: 'SLOT' })], 'https://marac.example.org');
  expect(read(ics)).toMatchObject([{ summary: 'MARAC slot, NB', status: 'CONFIRMED', sequence: 0 }]);
  const [event] = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents('vevent');
  expect(event!.getFirstPropertyValue('url')).toBe('https://marac.example.org/guest-slots');
});
