import { AssessmentFields } from '../assessments/assessments.http.js';
import { WithheldView } from '../access/withheld.http.js';
import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { BIRTH } from '../persons/written-person.rules.js';
import { Paging } from '../platform/http/paging.js';
import { NewChild } from './children.dto.js';
import { CONSENTS, type Consent, INFORMED, type Informed, RELATIONSHIPS } from './referral.entity.js';
import { type ReferralStatus, STATUSES } from './referral-states.rules.js';

export class NewPerson {
  @Text({ about: 'Surname', max: 200, optional: true }) familyName?: string;
  @Text({ about: 'Forenames', max: 200, optional: true }) givenNames?: string;
  @ListOf('text', { about: 'Other names the person goes by, in full', max: 20, optional: true }) aliases?: string[];
  @Text({
    about: 'Birth date: YYYY-MM-DD, or YYYY-MM or YYYY when no more is known',
    max: 10,
    pattern: BIRTH,
    optional: true,
  })
  birthDate?: string;
  @OneOf(['FEMALE', 'MALE', 'NOT_KNOWN'], { about: 'Sex', optional: true }) sex?: 'FEMALE' | 'MALE' | 'NOT_KNOWN';
  @Text({ about: 'Address', max: 500, optional: true }) address?: string;
  @Text({ about: 'Postcode', max: 10, optional: true }) postcode?: string;
  @Text({ about: 'Telephone', max: 60, optional: true }) phone?: string;
  @OneOf(['YES', 'NO', 'NOT_KNOWN'], { about: 'Is it safe to call?', optional: true }) safeToCall?:
    'YES' | 'NO' | 'NOT_KNOWN';
}

export class PersonNumber {
  @OneOf(['NHS', 'PNC', 'CRN'], { about: 'NHS number, PNC identifier, CRN of probation' }) type: 'NHS' | 'PNC' | 'CRN';
  @Text({ about: 'The number', max: 40 }) value: string;
}

/** A person whom a referral is about. */
export class NewParty extends NewPerson {
  @ListOf(() => PersonNumber, { about: 'Numbers by which agencies know the person', max: 10, optional: true })
  identifiers?: PersonNumber[];
}

const EQUALITY = ['YES', 'NO', 'NOT_ASKED', 'NOT_KNOWN', 'DECLINED'] as const;

export class NewVictim extends NewParty {
  @Text({ about: 'Ethnicity as described by the victim', max: 100, optional: true }) ethnicity?: string;
  @OneOf(EQUALITY, { about: 'Disabled (Equality Act 2010)', optional: true }) disability?: (typeof EQUALITY)[number];
  @OneOf(EQUALITY, { about: 'Lesbian, gay, bisexual or trans', optional: true }) lgbt?: (typeof EQUALITY)[number];
  @YesNo({
    about:
      'The address must stay secret: a refuge, or a home the perpetrator does not know. It becomes a protected location',
    optional: true,
  })
  addressProtected?: boolean;
}

export class NewReferral {
  @Id({ about: 'MARAC that is to hear the case' }) maracId: string;
  @Text({ about: 'Your own reference, unique in the MARAC', max: 200, optional: true, example: 'POL/2026/0117' })
  ref?: string;
  @Id({ about: 'Referring agency; your own unless you coordinate the MARAC', optional: true })
  referringAgencyId?: string;
  @DateOnly({ about: 'Day of the latest incident; absent when not known', optional: true }) incidentOn?: string;
  @DateOnly({ about: 'Day on which it was disclosed, when the incident date is not known', optional: true })
  disclosedOn?: string;
  @Nested(() => NewVictim, { about: 'The victim, 16 or over' }) victim: NewVictim;
  @ListOf(() => NewParty, { about: 'Perpetrators', min: 1, max: 10 }) perpetrators: NewParty[];
  @OneOf(RELATIONSHIPS, { about: 'Relationship of the first perpetrator to the victim', optional: true })
  relationship?: string;
  @Whole({ about: 'Children in the household', min: 0, max: 30, optional: true }) children?: number;
  @ListOf(() => NewChild, {
    about:
      'Children one by one, as far as they are known; unborn ones too, who are not counted among those in the household',
    max: 30,
    optional: true,
  })
  childrenKnown?: NewChild[];
  @Nested(() => AssessmentFields, { about: 'Risk assessment', optional: true }) assessment?: AssessmentFields;
  @Text({
    about: 'Professional judgement: why you are seriously concerned',
    max: 10_000,
    multiline: true,
    optional: true,
  })
  judgement?: string;
  @Whole({ about: 'Domestic abuse events in the past twelve months', min: 0, max: 1000, optional: true })
  eventsIn12Months?: number;
  @OneOf(INFORMED, { about: 'Does the victim know of the referral?' }) victimInformed: Informed;
  @OneOf(CONSENTS, { about: 'Consent; preferred, not required' }) consent: Consent;
  @Text({ about: 'What happened, and what the victim wants', max: 10_000, multiline: true, optional: true })
  summary?: string;
  @Text({
    about:
      'The checkToken of your repeat check for the victim, a perpetrator or both, at most 24 hours old; needed from coordinators and IDVAs, unless the area’s rules say otherwise',
    max: 2000,
    optional: true,
  })
  checkToken?: string;
  @YesNo({ about: 'Keep it as a draft instead of submitting it', optional: true }) draft?: boolean;
}

export class ReferralQuery extends Paging {
  @OneOf(STATUSES, { about: 'Only in this state', optional: true }) status?: ReferralStatus;
  @Id({ about: 'Only of this MARAC', optional: true }) marac?: string;
}

export class ReferralView {
  @Id({ about: 'The referral' }) id: string;
  @Id({ about: 'The case it belongs to' }) caseId: string;
  @Text({ about: 'Reference of the case', max: 20 }) caseRef: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Text({ about: 'Reference of the referrer', max: 200 }) ref: string;
  @OneOf(STATUSES, { about: 'Where it stands' }) status: ReferralStatus;
  @Text({ about: 'Referring agency; absent: withheld', max: 100, optional: true }) referringAgency?: string;
  @DateOnly({ about: 'Day of referral' }) referredOn: string;
  @DateOnly({ about: 'Day of the incident', optional: true }) incidentOn: string | null;
  @ListOf('text', { about: 'Criteria it meets' }) criteria: string[];
  @Text({
    about: 'What the repeat check found; told to coordinators and IDVAs, absent for others',
    max: 40,
    optional: true,
  })
  outcome?: string;
  @Text({ about: 'Reference of the earlier referral it found, where you may know it', max: 200, optional: true })
  prior?: string | null;
  @Text({ about: 'The sum behind it', max: 500, optional: true }) arithmetic?: string;
  @YesNo({ about: 'Told to coordinators: another MARAC holds history, see POST /repeat-checks for whom to ask' })
  heldElsewhere: boolean;
  @Text({ about: 'Code of the decision: reason of a decline, or fields to complete', max: 200, optional: true })
  decisionCode: string | null;
  @Text({ about: 'Explanation and advice to the referrer', max: 5000, optional: true }) decisionReason: string | null;
  @ListOf('text', { about: 'Returned: fields to complete, as JSON pointers into the form' }) fieldsToComplete: string[];
  @Instant({ about: 'When its screening is due; it runs on while you complete it', optional: true }) screeningDueAt:
    string | null;
  @YesNo({ about: 'A second person of the referring agency signed it off' }) signedOff: boolean;
  @YesNo({ about: 'Accepted as an emergency' }) emergency: boolean;
  @DateOnly({ about: 'Day of acceptance', optional: true }) acceptedOn: string | null;
  @DateOnly({ about: 'Day it was heard', optional: true }) heardOn: string | null;
  @Whole({ about: 'Version, for If-Match', min: 1, max: 1_000_000 }) version: number;
  @ListOf(() => WithheldView, { about: 'What is kept from you' }) withheld: WithheldView[];
}
