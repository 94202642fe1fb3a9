import { DateOnly, Id, ListOf, Nested, OneOf, Text, Whole } from '../platform/http/fields.js';
import { type Label, LABELS } from '../access/labels.js';
import { WithheldView } from '../access/withheld.http.js';
import { LocationView } from '../persons/locations.http.js';
import { ReferralView } from './referrals.dto.js';

export class ContactView {
  @Text({ about: 'Address', max: 500 }) address: string;
  @Text({ about: 'Postcode', max: 500 }) postcode: string;
  @Text({ about: 'Telephone', max: 500 }) phone: string;
  @OneOf(['YES', 'NO', 'NOT_KNOWN'], { about: 'Is it safe to call?' }) safeToCall: string;
}

export class EqualityView {
  @Text({ about: 'Ethnicity', max: 500 }) ethnicity: string;
  @Text({ about: 'Disabled', max: 20 }) disability: string;
  @Text({ about: 'LGBT+', max: 20 }) lgbt: string;
}

export class PartyView {
  @Id({ about: 'This record' }) id: string;
  @Id({ about: 'The record that stands for the person' }) personRef: string;
  @Text({ about: 'Surname', max: 200 }) familyName: string;
  @Text({ about: 'Forenames', max: 200 }) givenNames: string;
  @ListOf('text', { about: 'Aliases' }) aliases: string[];
  @Text({ about: 'Birth date as far as it is known', max: 10, optional: true }) birthDate: string | null;
  @Text({ about: 'How far it is known', max: 20 }) birthPrecision: string;
  @Text({ about: 'Sex', max: 10 }) sex: string;
  @Nested(() => ContactView, {
    about: 'Where and how the person is reached; null: nobody said; absent: withheld',
    optional: true,
  })
  contact?: ContactView | null;
  @Nested(() => EqualityView, { about: 'Equality monitoring; null: nobody said; absent: withheld', optional: true })
  equality?: EqualityView | null;
  @ListOf(() => WithheldView, { about: 'What is kept from you' }) withheld: WithheldView[];
}

export class ChildView extends PartyView {
  @DateOnly({ about: 'Of a child who is not born yet: when it is expected', optional: true }) expectedOn?:
    string | null;
}

export class CaseView {
  @Id({ about: 'The case' }) id: string;
  @Text({ about: 'Its reference', max: 20 }) ref: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Nested(() => PartyView, { about: 'The victim, as the latest referral describes them', optional: true })
  victim: PartyView | null;
  @ListOf(() => PartyView, {
    about: 'The perpetrators, as the latest referral describes them; absent: withheld',
    optional: true,
  })
  perpetrators?: PartyView[];
  @Whole({ about: 'Children in the household; absent: withheld', min: 0, max: 30, optional: true }) children?:
    number | null;
  @ListOf(() => ChildView, {
    about: 'Children whom the latest referral describes one by one, unborn ones too; absent: withheld',
    optional: true,
  })
  childrenKnown?: ChildView[];
  @Text({ about: 'What happened; absent: withheld', max: 10_000, optional: true }) summary?: string | null;
  @Text({
    about: 'Professional judgement: why the referrer is seriously concerned; absent: withheld',
    max: 10_000,
    optional: true,
  })
  judgement?: string | null;
  @ListOf(() => LocationView, { about: 'Where the victim and the children are safe; absent: withheld', optional: true })
  locations?: LocationView[];
  @DateOnly({ about: 'Last day on which a new incident is a repeat', optional: true }) flaggedUntil: string | null;
  @ListOf(LABELS, { about: 'Kinds of information you may see' }) labels: Label[];
  @ListOf(() => WithheldView, { about: 'What is kept from you' }) withheld: WithheldView[];
}

export class AssessmentSummaryView {
  @Id({ about: 'The assessment' }) id: string;
  @Text({ about: 'Instrument', max: 40 }) instrument: string;
  @Whole({ about: 'Number of yes answers', optional: true }) score: number | null;
  @Text({ about: 'Grade', max: 10, optional: true }) grade: string | null;
  @DateOnly({ about: 'Day' }) assessedOn: string;
}

export class CaseHistoryView {
  @Id({ about: 'The case' }) caseId: string;
  @ListOf(() => ReferralView, { about: 'Referrals, oldest first' }) referrals: ReferralView[];
  @ListOf(() => AssessmentSummaryView, { about: 'Assessments, oldest first' }) assessments: AssessmentSummaryView[];
}
