import { DateOnly, Id, Instant, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { Paging } from '../platform/http/paging.js';
import { type Marker, MARKERS, OWED, type Owed } from './marker.rules.js';

export class FlagQuery extends Paging {
  @YesNo({ about: 'Only flags in force today (true), or only lapsed ones (false)', optional: true }) active?: boolean;
}

export class LapseQuery extends Paging {
  @Text({
    about: 'Month in which they ended, YYYY-MM',
    max: 7,
    pattern: /^[12]\d{3}-(?:0[1-9]|1[0-2])$/,
    example: '2026-11',
  })
  month: string;
}

export class ChangesQuery {
  @Instant({
    about: 'Place up to which you have read: `next` of the answer before. From the beginning without it.',
    optional: true,
  })
  since?: string;
  @Whole({ min: 1, max: 200, default: 50, optional: true, about: 'How many changes at most.' })
  limit: number = 50;
}

export class FlagView {
  @Id({ about: 'The flag' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @DateOnly({ about: 'Day from which the window counts' }) setOn: string;
  @DateOnly({ about: 'Last day on which a new incident is a repeat' }) expiresOn: string;
  @YesNo({ about: 'In force today' }) active: boolean;
}

/** What one agency said of its own marker, and what it has yet to say. */
export class MarkerView {
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @OneOf(MARKERS, { about: 'What it said last; null: nothing yet', optional: true }) marker: Marker | null;
  @Instant({ about: 'When', optional: true }) saidAt: string | null;
  @OneOf(OWED, {
    about: 'What it has yet to say of the flag as it stands: that it placed its marker, or removed it; null: nothing',
    optional: true,
  })
  owed: Owed | null;
  @DateOnly({ about: 'Last day for saying it', optional: true }) dueOn: string | null;
  @YesNo({ about: 'Whether that day is over' }) overdue: boolean;
}

export class FlagDetailView extends FlagView {
  @Whole({ about: 'Greater each time the flag was moved; the ETag', min: 1 }) version: number;
  @ListOf(() => MarkerView, {
    about: 'For coordinators and chairs every agency that it concerns; for others their own alone',
  })
  markers: MarkerView[];
}

export class NewAcknowledgement {
  @OneOf(MARKERS, {
    about:
      'What your agency did with its own marker for the flag as it stands; NOT_HELD: it has no file that could be marked',
  })
  marker: Marker;
}

/** SHARED: the flag was there before, and the case was shared with your agency now. */
export const CHANGE_KINDS = ['SET', 'MOVED', 'LAPSED', 'SHARED'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Ids and dates alone: whom it is about is read from the case, by whoever may. */
export class FlagChangeView {
  @Id({ about: 'The flag' }) flagId: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @OneOf(CHANGE_KINDS, { about: 'What happened; SHARED: it was there before, and is now shared with your agency' })
  kind: ChangeKind;
  @DateOnly({ about: 'Day from which the window counts' }) setOn: string;
  @DateOnly({ about: 'Last day on which a new incident is a repeat' }) expiresOn: string;
  @Instant({ about: 'When it was noted' }) at: string;
}

export class FlagChangesView {
  @ListOf(() => FlagChangeView, { about: 'In the order in which they were noted' }) items: FlagChangeView[];
  @Instant({ about: 'Give this as `since` the next time; null while there was never anything', optional: true })
  next: string | null;
  @YesNo({ about: 'Whether there may be more by now' }) more: boolean;
}
