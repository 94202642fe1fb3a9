import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Label } from './labels.js';
import type { LawfulBasis } from './lawful-basis.rules.js';

/** What gave rise to a sharing decision. */
export type Origin =
  'REFERRAL' | 'CIRCULATION' | 'RESEARCH' | 'ACTION' | 'TRANSFER' | 'GUEST' | 'BREAK_GLASS' | 'DECISION';

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
  @Column('text', { array: true }) lawfulBasis: LawfulBasis[];
  @Column('text') reason: string;
  @Column('text') decidedBy: string;
  @Column('timestamptz') startsAt: Date | 'now';
  @Column('timestamptz') endsAt: Date | 'infinity';
  @Column('text') origin: Origin;
  /** what gave rise to it: the action, the request, the transfer */
  @Column('uuid') originId: string | null;
  /** false for what was opened in an emergency: it is not taken away as a file */
  @Column('bool') exportable: boolean;
  @Column('uuid') consentId: string | null;
}

/** A version of a MARAC's information-sharing protocol. */
@Entity({ schema: 'access', name: 'protocols' })
export class Protocol {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('int') version: number;
  @Column('text') title: string;
  @Column('date') inForceFrom: string;
  @Column('text') publishedBy: string;
}

/** Somebody, or all of an agency but those named, who must find nothing of a case. Beats every grant and every standing. */
@Entity({ schema: 'access', name: 'exclusions' })
export class Exclusion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string | null;
  @Column('uuid') agencyId: string | null;
  @Column('text') cause: 'CONFLICT' | 'RESTRICTION';
  @Column('uuid') causeId: string;
  @Column('uuid', { array: true }) exceptUserIds: string[];
}

/** An agency's signature under a MARAC's information-sharing protocol. Access lapses with it. */
@Entity({ schema: 'access', name: 'signatures' })
export class Signature {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  @Column('int') version: number;
  @Column('text') signatory: string;
  @Column('date') signedOn: string;
  @Column('date') reviewDue: string;
  @Column('text') recordedBy: string;
}
