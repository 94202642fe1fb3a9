import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Label } from '../access/labels.js';
import type { PackagePart } from './package.rules.js';
import type { TransferKind, TransferStatus } from './transfer.rules.js';

/** That a case moves to another area, and what goes along. Where to is another row. */
@Entity({ schema: 'transfers', name: 'transfers' })
export class Transfer {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') kind: TransferKind;
  @Column('text') reason: string;
  @Column('text', { array: true }) labels: Label[];
  @Column('text') locationsBecause: string | null;
  @Column('bool') alreadyHeard: boolean;
  @Column('bool') listCirculated: boolean;
  @Column('text') status: TransferStatus;
  @Column('text') offeredBy: string;
  /** of the package; null when it was offered before packages were signed */
  @Column('bytea') signature: Buffer | null;
  /** how agencies agreed that what they shared goes along */
  @Column('text') agreedBecause: string | null;
}

/** Part of a package, in the canonical form in which it was signed. */
@Entity({ schema: 'transfers', name: 'parts' })
export class Part {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') transferId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('text') part: PackagePart;
  @Column('text') content: string;
}

/** Where a case moves to: what locates a victim. */
@Entity({ schema: 'transfers', name: 'destinations' })
export class Destination {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') toMaracId: string;
}

/** What the new area sees of an offer. */
@Entity({ schema: 'transfers', name: 'incoming' })
export class Incoming {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') toMaracId: string;
  @Column('uuid') fromMaracId: string;
  @Column('text') status: TransferStatus;
}
