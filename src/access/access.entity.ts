import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Label } from './labels.js';

/** The spine of a case: everything else about it stands on a floor above. */
@Entity({ schema: 'access', name: 'cases' })
export class CaseSpine {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('text') ref: string;
}

/** A sharing decision: who may see which kinds of information on a case, why, on what basis, decided by whom, from when until when. */
@Entity({ schema: 'access', name: 'grants' })
export class Grant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') granteeId: string;
  @Column('text') granteeKind: 'AGENCY' | 'USER';
  @Column('text', { array: true }) labels: Label[];
  @Column('text') purpose: string;
  @Column('text') lawfulBasis: string;
  @Column('text') reason: string;
  @Column('text') decidedBy: string;
}

/** An agency's signature under a MARAC's information-sharing protocol. Access lapses with it. */
@Entity({ schema: 'access', name: 'signatures' })
export class Signature {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('text') protocol: string;
  @Column('text') signatory: string;
  @Column('date') signedOn: string;
  @Column('date') reviewDue: string;
}
