/**
 * Legal gateways by which information about a case may be shared, by the code under which a decision names them, with what each
 * is in words (domain: legal gateways). A decision names at least one basis for processing and may name powers beside it.
 */
export const LAWFUL_BASES = {
  'UKGDPR-6-1-C': 'UK GDPR Article 6(1)(c): legal obligation',
  'UKGDPR-6-1-D': 'UK GDPR Article 6(1)(d): vital interests',
  'UKGDPR-6-1-E': 'UK GDPR Article 6(1)(e): public task',
  'UKGDPR-6-1-EA': 'UK GDPR Article 6(1)(ea): recognised legitimate interests',
  'UKGDPR-6-1-F': 'UK GDPR Article 6(1)(f): legitimate interests',
  'UKGDPR-9-2-B': 'UK GDPR Article 9(2)(b): social protection law',
  'UKGDPR-9-2-C': 'UK GDPR Article 9(2)(c): vital interests of somebody who cannot consent',
  'UKGDPR-9-2-F': 'UK GDPR Article 9(2)(f): legal claims',
  'UKGDPR-9-2-G': 'UK GDPR Article 9(2)(g): substantial public interest',
  'UKGDPR-9-2-H': 'UK GDPR Article 9(2)(h): health or social care',
  'DPA2018-S10-S11': 'Data Protection Act 2018 sections 10 and 11: criminal offence data',
  'DPA2018-SCH1-P2': 'Data Protection Act 2018 Schedule 1 paragraph 2: health or social care',
  'DPA2018-SCH1-P6': 'Data Protection Act 2018 Schedule 1 paragraph 6: statutory purposes',
  'DPA2018-SCH1-P10': 'Data Protection Act 2018 Schedule 1 paragraph 10: preventing or detecting unlawful acts',
  'DPA2018-SCH1-P18':
    'Data Protection Act 2018 Schedule 1 paragraph 18: safeguarding of children and individuals at risk',
  'DPA2018-PART3-SCH7': 'Data Protection Act 2018 Part 3: law enforcement by a competent authority',
  'CDA1998-S115': 'Crime and Disorder Act 1998 section 115: power to disclose',
  'CDA1998-S17': 'Crime and Disorder Act 1998 section 17: duty to do what reasonably prevents crime',
  'CJA2003-S325': 'Criminal Justice Act 2003 section 325: MAPPA duty to co-operate',
  'CA1989-S17': 'Children Act 1989 section 17: children in need',
  'CA1989-S47': 'Children Act 1989 section 47: children likely to suffer significant harm',
  'CA2004-S10': 'Children Act 2004 section 10: co-operation to improve wellbeing',
  'CA2004-S11': 'Children Act 2004 section 11: safeguarding and promoting welfare',
  'CARE2014-S6': 'Care Act 2014 section 6: co-operation',
  'CARE2014-S42': 'Care Act 2014 section 42: enquiry about an adult at risk',
  'HRA1998-ART2-3': 'Human Rights Act 1998 Articles 2 and 3: protecting life, and from inhuman treatment',
  'CONFIDENCE-CONSENT': 'Common-law duty of confidence: with consent',
  'CONFIDENCE-PUBLIC-INTEREST': 'Common-law duty of confidence: overriding public interest',
} as const;

export type LawfulBasis = keyof typeof LAWFUL_BASES;

export const LAWFUL_BASIS_CODES = Object.keys(LAWFUL_BASES) as LawfulBasis[];

/** What stands in for a decision that names none: a power to disclose, exercised as a public task. */
export const USUAL_BASIS: readonly LawfulBasis[] = ['CDA1998-S115', 'UKGDPR-6-1-E'];

/** Conditions for processing under Article 6 or, for law enforcement, Part 3. Powers alone are not a basis. */
const PROCESSING = /^(UKGDPR-6-|DPA2018-PART3)/;

/** A decision needs a basis for processing, not a power alone (UK GDPR Article 6; DPA 2018 Part 3). */
export function namesABasis(bases: readonly LawfulBasis[]): boolean {
  return bases.some((basis) => PROCESSING.test(basis));
}
