import { DateOnly, Id, Instant, ListOf, Nested, OneOf, Text, YesNo } from '../platform/http/fields.js';
import {
  ANSWERS,
  CONSENT_STATES,
  type ConsentAnswer,
  type ConsentState,
  WHYS_NOT_ASKED,
  type WhyNotAsked,
} from './consent.rules.js';
import { type Label, LABELS } from './labels.js';
import { LAWFUL_BASIS_CODES, type LawfulBasis } from './lawful-basis.rules.js';

export class SharingWithoutConsent {
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases, conditions and powers chosen', min: 1, max: 10 }) bases: LawfulBasis[];
  @ListOf(LABELS, { about: 'Kinds of information that may be shared', min: 1, max: 9 }) labels: Label[];
  @ListOf('id', { about: 'Agencies with which; members of the MARAC', min: 1, max: 50 }) agencyIds: string[];
  @Text({ about: 'Risk of sharing', max: 4000, multiline: true }) riskOfSharing: string;
  @Text({ about: 'Risk of not sharing', max: 4000, multiline: true }) riskOfNotSharing: string;
  @Text({ about: 'Why it is necessary and proportionate', max: 4000, multiline: true }) necessity: string;
  @DateOnly({ about: 'When the victim is told; or victimNotTold', optional: true }) victimToldOn?: string;
  @Text({ about: 'Why the victim is not told; or victimToldOn', max: 1000, multiline: true, optional: true })
  victimNotTold?: string;
  @DateOnly({ about: 'When it is looked at again; it stands until then' }) reviewOn: string;
}

export class NewConsent {
  @YesNo({ about: 'Was the victim asked?' }) asked: boolean;
  @OneOf(WHYS_NOT_ASKED, { about: 'Why not', optional: true }) whyNotAsked?: WhyNotAsked;
  @OneOf(ANSWERS, { about: 'What they answered', optional: true }) answer?: ConsentAnswer;
  @Nested(() => SharingWithoutConsent, { about: 'Decision to share all the same', optional: true })
  override?: SharingWithoutConsent;
}

export class OverrideView {
  @ListOf(LAWFUL_BASIS_CODES, { about: 'Bases, conditions and powers chosen' }) bases: LawfulBasis[];
  @ListOf(LABELS, { about: 'Kinds of information that may be shared', max: 9 }) labels: Label[];
  @ListOf('text', { about: 'Agencies with which' }) agencies: string[];
  @Text({ about: 'Risk of sharing', max: 4000 }) riskOfSharing: string;
  @Text({ about: 'Risk of not sharing', max: 4000 }) riskOfNotSharing: string;
  @Text({ about: 'Why it is necessary and proportionate', max: 4000 }) necessity: string;
  @DateOnly({ about: 'When the victim is told', optional: true }) victimToldOn: string | null;
  @Text({ about: 'Why the victim is not told', max: 1000, optional: true }) victimNotTold: string | null;
  @DateOnly({ about: 'When it is looked at again' }) reviewOn: string;
}

export class ConsentView {
  @Id({ about: 'The record' }) id: string;
  @OneOf(['REFERRAL', 'RECORD'], { about: 'Whether a referral said so or it was recorded here' }) source: string;
  @YesNo({ about: 'Was the victim asked?' }) asked: boolean;
  @OneOf(WHYS_NOT_ASKED, { about: 'Why not', optional: true }) whyNotAsked: WhyNotAsked | null;
  @OneOf(ANSWERS, { about: 'What they answered', optional: true }) answer: ConsentAnswer | null;
  @Nested(() => OverrideView, { about: 'Decision to share all the same', optional: true })
  override: OverrideView | null;
  @Text({ about: 'Who recorded or decided it', max: 200 }) decidedBy: string;
  @Text({ about: 'In which roles', max: 200 }) decidedAs: string;
  @Text({ about: 'Their agency', max: 200, optional: true }) agency: string | null;
  @Instant({ about: 'When' }) decidedAt: string;
}

export class ConsentsView {
  @OneOf(CONSENT_STATES, { about: 'How consent stands: what was recorded last' }) state: ConsentState;
  @ListOf(() => ConsentView, { about: 'What was recorded, latest first' }) records: ConsentView[];
}
