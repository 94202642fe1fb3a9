import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BirthDatePrecision } from '../platform/values/birth-date.js';
import type { AddressKind, IdentifierKind, NameKind, What } from './details.rules.js';
import type { PersonLabel, YesNoUnknown } from './person.entity.js';

export type DetailLabel = PersonLabel | 'CONTACT' | 'HEALTH';
export type DetailKind = NameKind | AddressKind | IdentifierKind;

/** One thing that became known of a person after the referral, or that has no place in it. What it does not say is ''. */
@Entity({ schema: 'persons', name: 'details' })
export class Detail {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: DetailLabel;
  @Column('text') what: What;
  @Column('text') kind: DetailKind;
  @Column('text') familyName: string;
  @Column('text') givenNames: string;
  /** as written, when nobody knows which part is which */
  @Column('text') wholeName: string;
  @Column('text') birthDate: string | null;
  @Column('text') birthPrecision: BirthDatePrecision;
  @Column('text') address: string;
  @Column('text') postcode: string;
  @Column('date') fromOn: string | null;
  @Column('date') untilOn: string | null;
  @Column('text') phone: string;
  @Column('text') safeToCall: YesNoUnknown;
  @Column('text') safeVoicemail: YesNoUnknown;
  @Column('text') safeText: YesNoUnknown;
  @Column('text') value: string;
  @Column('text') recordedBy: string;
}

/** What a person is to another of the same case. */
@Entity({ schema: 'persons', name: 'relationships' })
export class Relationship {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') otherId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') label: 'PERPETRATOR' | 'CHILD';
  @Column('text') kind: string;
  @Column('text') parentalResponsibility: YesNoUnknown;
}
