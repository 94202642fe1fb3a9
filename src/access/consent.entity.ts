import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConsentAnswer, WhyNotAsked } from './consent.rules.js';
import type { Label } from './labels.js';
import type { LawfulBasis } from './lawful-basis.rules.js';

/**
 * What was asked and answered about sharing, and, where it is shared without consent, the decision to (domain: consent override
 * record): bases, both risks, necessity, what with whom, whether the victim is told and when, and when it is looked at again.
 */
@Entity({ schema: 'access', name: 'consents' })
export class Consent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') source: 'REFERRAL' | 'RECORD';
  @Column('bool') asked: boolean;
  @Column('text') whyNotAsked: WhyNotAsked | null;
  @Column('text') answer: ConsentAnswer | null;
  @Column('text', { array: true }) bases: LawfulBasis[] | null;
  @Column('text', { array: true }) labels: Label[] | null;
  @Column('uuid', { array: true }) agencyIds: string[] | null;
  @Column('text') riskOfSharing: string | null;
  @Column('text') riskOfNotSharing: string | null;
  @Column('text') necessity: string | null;
  @Column('date') victimToldOn: string | null;
  @Column('text') victimNotTold: string | null;
  @Column('date') reviewOn: string | null;
  @Column('text') decidedBy: string;
  /** roles in the MARAC in which it was decided */
  @Column('text') decidedAs: string;
  @Column('uuid') agencyId: string | null;
}
