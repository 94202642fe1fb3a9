import { DateOnly, Id, ListOf, OneOf, Text, Whole } from '../platform/http/fields.js';

export const FORECAST_STANDS = ['ANSWERED', 'OUTSTANDING', 'LATE'] as const;
export type ForecastStand = (typeof FORECAST_STANDS)[number];

export class ForecastAgency {
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(FORECAST_STANDS, { about: 'LATE: it still owes an answer after the day' }) stands: ForecastStand;
  @DateOnly({ about: 'When its answer is due' }) dueOn: string;
  @Whole({ about: 'People of the case', min: 0, max: 1000 }) people: number;
  @Whole({ about: 'For how many of them it says whether it knows them', min: 0, max: 1000 }) peopleSearched: number;
  @Whole({ about: 'How likely it has answered by the meeting, in percent', min: 0, max: 100 }) likely: number;
  @Text({ about: 'How that was worked out, from its own record here; null once it has answered', max: 300, optional: true }) arithmetic: string | null; // prettier-ignore
}

export class ForecastCase {
  @Id({ about: 'The agenda item' }) agendaItemId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @Whole({ about: 'How likely everybody has answered by the meeting, in percent', min: 0, max: 100 }) likely: number;
  @Text({ about: 'How that was worked out', max: 1000 }) arithmetic: string;
  @ListOf(() => ForecastAgency, { about: 'Agencies that were asked' }) agencies: ForecastAgency[];
}

/** How complete the research on the cases of a meeting will be on the day. Never what anybody found. */
export class ForecastView {
  @Id({ about: 'The meeting' }) meetingId: string;
  @DateOnly({ about: 'Its day' }) heldOn: string;
  @Whole({ about: 'Days until then', min: 0, max: 36_500 }) daysLeft: number;
  @Whole({ about: 'Answers that were asked for', min: 0, max: 1_000_000 }) asked: number;
  @Whole({ about: 'Answered', min: 0, max: 1_000_000 }) answered: number;
  @Whole({ about: 'Still owed after the day they were due', min: 0, max: 1_000_000 }) late: number;
  @Whole({ about: 'Past meetings from which records are counted, at most', min: 1, max: 100 }) fromMeetings: number;
  @ListOf(() => ForecastCase, { about: 'Cases that you may see, in order; those nobody was asked about are left out' })
  cases: ForecastCase[];
}
