import { AnyObject, DateOnly, Id, ListOf, OneOf, Text, Whole, YesNo } from '../platform/http/fields.js';
import { AssessmentFields } from './assessments.http.js';
import { type Answer, type Grade, GRADES } from './instrument.js';

export class ItemView {
  @Whole({ about: 'Number on the form', min: 1, max: 100 }) no: number;
  @Text({ about: 'What it asks about, in our own words unless licensed wording is loaded', max: 500 }) label: string;
  @YesNo({ about: 'Often linked with homicide: shown more boldly, never weighed', optional: true })
  criticalForDisplay?: boolean;
}

export class InstrumentView {
  @Text({ about: 'Code', max: 40, example: 'SAFELIVES_DASH' }) code: string;
  @Whole({ about: 'Version', min: 1, max: 1000 }) version: number;
  @Text({ about: 'Title', max: 200 }) title: string;
  @Text({ about: 'Where it is used', max: 100 }) jurisdiction: string;
  @Text({ about: 'Whose wording it is', max: 1000 }) licenceNote: string;
  @OneOf(['OWN_WORDS', 'LICENSED'], { about: 'Wording shown' }) wording: string;
  @OneOf(['YES_NO', 'GRADE'], { about: 'How it is answered' }) answerType: string;
  @ListOf(() => ItemView, { about: 'Items in order; none for a grade alone' }) items: ItemView[];
}

export class NewAssessment extends AssessmentFields {
  @Id({ about: 'The case' }) caseId: string;
  @DateOnly({ about: 'Day of the assessment' }) assessedOn: string;
}

export class AssessmentView {
  @Id({ about: 'The assessment' }) id: string;
  @Id({ about: 'The case' }) caseId: string;
  @Text({ about: 'Instrument', max: 40 }) instrument: string;
  @Whole({ about: 'Version of the instrument that was answered', min: 1, max: 1000 }) instrumentVersion: number;
  @AnyObject({ about: 'Answers by item number', optional: true }) answers: Record<string, Answer> | null;
  @Whole({ about: 'Number of yes answers', min: 0, max: 100, optional: true }) score: number | null;
  @OneOf(GRADES, { about: 'Grade given by the assessor', optional: true }) grade: Grade | null;
  @OneOf(['MEDIUM', 'HIGH'], { about: 'Level it was raised to by judgement', optional: true }) raisedTo: Grade | null;
  @Text({ about: 'Why', max: 2000, optional: true }) raisedBecause: string | null;
  @DateOnly({ about: 'Day of the assessment' }) assessedOn: string;
}
