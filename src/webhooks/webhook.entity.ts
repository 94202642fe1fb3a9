import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { EventKindName } from './event-kinds.rules.js';

/** Where an agency's own system is told what happens. */
@Entity({ schema: 'webhooks', name: 'webhooks' })
export class Webhook {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
  /** who answers for it, and is told when it fails */
  @Column('uuid') ownerId: string;
  @Column('text') url: string;
  @Column('text', { array: true }) kinds: EventKindName[];
  @Column('bytea') secret: Buffer;
  @Column('bytea') oldSecret: Buffer | null;
  @Column('timestamptz') oldSecretUntil: Date | null;
  @Column('boolean') enabled: boolean;
  @Column('text') disabledBecause: string | null;
  @Column('timestamptz') addedAt: Date;
  @Column('timestamptz') removedAt: Date | null;
  @VersionColumn() version: number;
}
