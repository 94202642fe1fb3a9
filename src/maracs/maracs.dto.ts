import { AnyObject, DateOnly, Id, OneOf, Text, Whole } from '../platform/http/fields.js';
import { AGENCY_KINDS, type AgencyKind } from './agency-kinds.rules.js';
import { NATIONS, type Nation } from './marac.entity.js';

export class MaracView {
  @Id({ about: 'The MARAC' }) id: string;
  @Text({ about: 'Short code that stands in front of its references', max: 8, example: 'NB' }) code: string;
  @Text({ about: 'Name of the area', max: 100 }) name: string;
  @OneOf(NATIONS, { about: 'Nation whose bank holidays count' }) nation: Nation;
}

export class NewMarac {
  @Text({
    about: 'Short code that stands in front of its references',
    max: 8,
    pattern: /^[A-Z][A-Z0-9]{1,7}$/,
    example: 'NB',
  })
  code: string;
  @Text({ about: 'Name of the area', max: 100 }) name: string;
  @OneOf(NATIONS, { about: 'Nation whose bank holidays count' }) nation: Nation;
}

export class AgencyView {
  @Id({ about: 'The agency' }) id: string;
  @Text({ about: 'Name, as spreadsheets and forms write it', max: 100, example: 'IDVA service' }) name: string;
  @OneOf(AGENCY_KINDS, { about: 'Kind of agency' }) kind: AgencyKind;
}

export class NewAgency {
  @Text({ about: 'Name, as spreadsheets and forms write it', max: 100, example: 'Fire and rescue' }) name: string;
  @OneOf(AGENCY_KINDS, { about: 'Kind of agency' }) kind: AgencyKind;
  @Id({ about: 'The MARAC it joins' }) maracId: string;
}

export class RulesView {
  @Whole({
    about: 'The latest version decided, which may count only from a later day; the ETag',
    min: 0,
    max: 1_000_000,
  })
  version: number;
  @Whole({ about: 'The version in force today; 0 while the area uses the defaults', min: 0, max: 1_000_000 })
  inForce: number;
  @DateOnly({ about: 'Day from which this version counts', optional: true }) effectiveFrom: string | null;
  @AnyObject({ about: 'Rules by section' }) sections: Record<string, unknown>;
}

export class NewRules {
  @DateOnly({ about: 'Day from which they count; not in the past', example: '2027-04-01' }) effectiveFrom: string;
  @Text({ about: 'Why they change, for the record', max: 1000 }) reason: string;
  @AnyObject({ about: 'Sections that differ from the defaults; a version replaces the one before it as a whole' })
  sections: Record<string, unknown>;
}
