import { AnyObject, OneOf, Text, Whole } from '../platform/http/fields.js';
import { type Answer, type Grade, GRADES } from './instrument.js';

/** The assessment itself, as part of a referral or on its own. */
export class AssessmentFields {
  @Text({ about: 'Code of the instrument', max: 40, example: 'SAFELIVES_DASH' }) instrument: string;
  @AnyObject({
    about: 'Answers by item number: YES, NO, DONT_KNOW or NOT_ASKED',
    optional: true,
    example: { 1: 'YES', 2: 'DONT_KNOW' },
  })
  answers?: Record<string, Answer>;
  @Whole({
    about: 'Total on the form; must agree with the answers where both are given',
    min: 0,
    max: 100,
    optional: true,
  })
  statedTotal?: number;
  @OneOf(GRADES, { about: 'Grade, for instruments that give one without a score', optional: true }) grade?: Grade;
  @OneOf(['MEDIUM', 'HIGH'], {
    about: 'Professional judgement raises the level to this; it never lowers',
    optional: true,
  })
  raisedTo?: Grade;
  @Text({ about: 'Why it is raised', max: 2000, multiline: true, optional: true }) raisedBecause?: string;
}
