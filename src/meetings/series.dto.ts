import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { FREQUENCIES, type Frequency, type Weekday, WEEKDAYS } from './series-dates.rules.js';

export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Where to join from afar: over HTTPS, and nothing else. */
export const JOIN_LINK = /^https:\/\/[^\s<>"']+$/;

export class SeriesChange {
  @Text({ about: 'Name', max: 100, example: 'Northbridge MARAC' }) name: string;
  @OneOf(FREQUENCIES, { about: 'How often; WORKING_DAYS for a hub that meets daily' }) frequency: Frequency;
  @OneOf(WEEKDAYS, { about: 'On which day of the week; not with WORKING_DAYS', optional: true }) weekday?: Weekday;
  @Whole({ about: 'MONTHLY only: which of those days in the month; 5 is the last', min: 1, max: 5, optional: true })
  nth?: number;
  @DateOnly({ about: 'First possible day; weeks are counted from the first such weekday on or after it' })
  startsOn: string;
  @Text({ about: 'Local time, HH:MM', max: 5, pattern: TIME_OF_DAY, example: '09:30' }) startTime: string;
  @Text({ about: 'Where: a room; never anything of a case', max: 200 }) venue: string;
  @Text({ about: 'Where to join from afar', max: 500, pattern: JOIN_LINK, example: 'https://meet.example.org/room', optional: true })
  link?: string;
  @Whole({ about: 'Minutes for one case; by the rules of the area when not given', min: 1, max: 240, optional: true })
  minutesPerCase?: number;
  @Id({ about: 'Who chairs: somebody with the role of a chair there', optional: true }) chairId?: string;
  @Id({ about: 'Who presides while the chair is absent', optional: true }) deputyId?: string;
} // prettier-ignore

export class NewSeries extends SeriesChange {
  @Id({ about: 'The MARAC' }) maracId: string;
}

export class SeriesEnding {
  @DateOnly({ about: 'Last possible day; today or later' }) endsOn: string;
}

export class SeriesView {
  @Id({ about: 'The series' }) id: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Text({ about: 'Name', max: 100 }) name: string;
  @OneOf(FREQUENCIES, { about: 'How often' }) frequency: Frequency;
  @OneOf(WEEKDAYS, { about: 'On which day of the week; null with WORKING_DAYS', optional: true }) weekday: Weekday | null;
  @Whole({ about: 'MONTHLY: which of those days in the month; 5 is the last', min: 1, max: 5, optional: true }) nth:
    number | null;
  @DateOnly({ about: 'First possible day' }) startsOn: string;
  @DateOnly({ about: 'Last possible day; null while it goes on', optional: true }) endsOn: string | null;
  @Text({ about: 'Local time, HH:MM', max: 5 }) startTime: string;
  @Text({ about: 'Where', max: 200 }) venue: string;
  @Text({ about: 'Where to join from afar', max: 500, optional: true }) link: string | null;
  @Whole({ about: 'Minutes for one case', min: 1, max: 240 }) minutesPerCase: number;
  @Id({ about: 'Who chairs', optional: true }) chairId: string | null;
  @Id({ about: 'Who presides while the chair is absent', optional: true }) deputyId: string | null;
  @YesNo({ about: 'Whether further meetings are planned' }) active: boolean;
  @Whole({ about: 'Version', min: 1, max: 2_147_483_647 }) version: number;
} // prettier-ignore

export class KeptMeetingView {
  @Id({ about: 'The meeting' }) id: string;
  @DateOnly({ about: 'Day' }) heldOn: string;
  @Instant({ about: 'Start' }) startsAt: string;
}

export class SeriesPlanView extends SeriesView {
  @Whole({ about: 'Meetings that were planned anew', min: 0, max: 10_000 }) planned: number;
  @Whole({ about: 'Meetings that are at another time or place now', min: 0, max: 10_000 }) changed: number;
  @Whole({ about: 'Meetings that were called off', min: 0, max: 10_000 }) cancelled: number;
  @ListOf(() => KeptMeetingView, {
    about: 'Meetings that are not as the series has them, and were left alone: cases are listed, or somebody changed them by hand',
  })
  kept: KeptMeetingView[];
} // prettier-ignore
