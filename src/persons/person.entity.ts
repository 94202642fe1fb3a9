import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BirthDatePrecision } from '../platform/values/birth-date.js';

export type Sex = 'FEMALE' | 'MALE' | 'NOT_KNOWN';
export type YesNoUnknown = 'YES' | 'NO' | 'NOT_KNOWN';
/** NOT_ASKED, NOT_KNOWN and DECLINED are different answers, and none of them is NO. */
export type EqualityAnswer = 'YES' | 'NO' | 'NOT_ASKED' | 'NOT_KNOWN' | 'DECLINED';
/** The kind of information this person is to a reader. */
export type PersonLabel = 'IDENTITY' | 'PERPETRATOR' | 'CHILD';
export type ContactLabel = 'CONTACT' | 'LOCATION_SAFE' | 'PERPETRATOR';
export type Certainty = 'CERTAIN' | 'PROBABLE' | 'POSSIBLE';

/** A person as one referral describes them. */
@Entity({ schema: 'persons', name: 'persons' })
export class Person {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  /** The record that stands for this person; its own id until it is linked. */
  @Column('uuid') canonicalId: string;
  @Column('text') label: PersonLabel;
  @Column('text') familyName: string;
  @Column('text') givenNames: string;
  @Column('text', { array: true }) aliases: string[];
  /** YYYY-MM-DD, YYYY-MM or YYYY, by precision */
  @Column('text') birthDate: string | null;
  @Column('text') birthPrecision: BirthDatePrecision;
  @Column('text') sex: Sex;
  /** of a child who is not born yet */
  @Column('date') expectedOn?: string | null;
}

/** Where and how a person is reached. Kept apart from the name, behind its own label. */
@Entity({ schema: 'persons', name: 'contacts' })
export class Contact {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: ContactLabel;
  @Column('text') address: string;
  @Column('text') postcode: string;
  @Column('text') phone: string;
  @Column('text') safeToCall: YesNoUnknown;
}

@Entity({ schema: 'persons', name: 'equality' })
export class Equality {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') ethnicity: string;
  @Column('text') disability: EqualityAnswer;
  @Column('text') lgbt: EqualityAnswer;
}

/** Two records taken for one person: how sure, on what evidence, decided by whom. */
@Entity({ schema: 'persons', name: 'links' })
export class Link {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  /** the record that it was linked with */
  @Column('uuid') otherId: string;
  /** the one that stood for it then */
  @Column('uuid') canonicalId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') certainty: Certainty;
  @Column('text', { array: true }) evidence: string[];
  @Column('text') decidedBy: string;
}
