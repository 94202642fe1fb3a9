import { REPEAT_OUTCOMES, type RepeatOutcome } from '../flags/repeat.rules.js';
import { DateOnly, Id, ListOf, Nested, OneOf, Text } from '../platform/http/fields.js';
import { NewPerson } from './referrals.dto.js';

export class NewRepeatCheck {
  @Id({ about: 'MARAC for which you ask' }) maracId: string;
  @Nested(() => NewPerson, { about: 'The victim, when known', optional: true }) victim?: NewPerson;
  @ListOf(() => NewPerson, { about: 'Perpetrators, when known', max: 10, optional: true }) perpetrators?: NewPerson[];
  @DateOnly({ about: 'Day of the latest incident; absent when not known', optional: true }) incidentOn?: string;
  @DateOnly({ about: 'Day on which it was disclosed, when the incident date is not known', optional: true })
  disclosedOn?: string;
}

export class RepeatEvidenceView {
  @Text({ about: 'Whom of your question it is about', max: 20, example: 'perpetrator 1' }) person: string;
  @OneOf(['CERTAIN', 'PROBABLE', 'POSSIBLE'], { about: 'How sure it is that this is the same person' })
  certainty: string;
  @ListOf('text', { about: 'What agrees' }) evidence: string[];
}

export class RepeatCaseView {
  @Id({ about: 'The case, which you may open' }) caseId: string;
  @Text({ about: 'Its reference', max: 20 }) caseRef: string;
  @Id({ about: 'Its MARAC' }) maracId: string;
  @OneOf(REPEAT_OUTCOMES, { about: 'What one of its referrals is to your question' }) outcome: RepeatOutcome;
}

export class OtherMaracView {
  @Text({ about: 'MARAC that holds history of somebody you asked about', max: 100 }) name: string;
  @ListOf('text', { about: 'Its coordinators: ask them' }) coordinators: string[];
}

export class RepeatCheckView {
  @OneOf(REPEAT_OUTCOMES, { about: 'What it is in the light of what you may see' }) outcome: RepeatOutcome;
  @Text({ about: 'The sum behind it, dates only', max: 500 }) arithmetic: string;
  @ListOf(() => RepeatEvidenceView, { about: 'Why these are taken for the same people' })
  evidence: RepeatEvidenceView[];
  @Text({ about: 'What to do next', max: 500 }) next: string;
  @ListOf(() => RepeatCaseView, { about: 'Cases it rests on, the deciding one first' }) cases: RepeatCaseView[];
  @ListOf(() => OtherMaracView, { about: 'Told to coordinators: that other MARACs hold history, and whom to ask' })
  otherMaracs: OtherMaracView[];
  @Text({ about: 'Goes with the referral of these people, within 24 hours. The same whatever was found', max: 2000 })
  checkToken: string;
}
