import { DateOnly, Id, ListOf, OneOf, Text, Whole } from '../platform/http/fields.js';
import { WithheldView } from '../access/withheld.http.js';
import { LOCATION_KINDS, type LocationKind } from './place.rules.js';

/** A place where somebody is safe, in full: shown with the label LOCATION_SAFE and a fresh second factor alone. */
export class LocationView {
  @Id({ about: 'The location' }) id: string;
  @Id({ about: 'Whom it is about: the victim or a child, as a record of the case' }) personId: string;
  @OneOf(LOCATION_KINDS, { about: 'What it is' }) kind: LocationKind;
  @Text({ about: 'Name of the refuge, school, practice or agency', max: 200, min: 0 }) name: string;
  @Text({ about: 'Address', max: 500, min: 0 }) address: string;
  @Text({ about: 'Postcode', max: 500, min: 0 }) postcode: string;
  @Text({ about: 'Telephone', max: 60, min: 0 }) phone: string;
  @DateOnly({ about: 'From when, as far as it is known', optional: true }) fromOn: string | null;
  @DateOnly({ about: 'Last day; null while it goes on', optional: true }) untilOn: string | null;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
}

export class LocationsView {
  @Id({ about: 'The case' }) caseId: string;
  @ListOf(() => LocationView, { about: 'Those that go on first; absent when withheld', optional: true })
  locations?: LocationView[];
  @ListOf(() => WithheldView, { about: 'What is kept from you, and why' }) withheld: WithheldView[];
}

export class NewLocation {
  @Id({ about: 'The child it is about, as a record of the case; the victim when absent', optional: true })
  personId?: string;
  @OneOf(LOCATION_KINDS, { about: 'What it is' }) kind: LocationKind;
  @Text({ about: 'Name of the refuge, school, practice or agency', max: 200, optional: true }) name?: string;
  @Text({ about: 'Address', max: 500, optional: true }) address?: string;
  @Text({ about: 'Postcode', max: 10, optional: true }) postcode?: string;
  @Text({ about: 'Telephone', max: 60, optional: true }) phone?: string;
  @DateOnly({ about: 'From when', optional: true }) fromOn?: string;
  @Id({ about: 'Location that this one replaces: it ends today', optional: true }) replaces?: string;
}

export class LocationEnding {
  @DateOnly({ about: 'Last day; today when absent', optional: true }) untilOn?: string;
}

export class AlsoInView {
  @Text({ about: 'Kind of text', max: 100 }) where: string;
  @Whole({ about: 'How many of them hold this place', min: 1 }) count: number;
}

/** What became of a location that was added or ended. The place itself is not repeated. */
export class RecordedLocation {
  @Id({ about: 'The location' }) id: string;
  @Id({ about: 'Whom it is about' }) personId: string;
  @OneOf(LOCATION_KINDS, { about: 'What it is' }) kind: LocationKind;
  @DateOnly({ about: 'From when', optional: true }) fromOn: string | null;
  @DateOnly({ about: 'Last day; null while it goes on', optional: true }) untilOn: string | null;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
  @ListOf(() => AlsoInView, { about: 'Texts of the case that give it away already: have them mended' })
  alsoIn: AlsoInView[];
}
