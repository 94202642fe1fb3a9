import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AskKind } from './search-quota.js';

/** That somebody asked for people, and when. Never for whom. */
@Entity({ schema: 'persons', name: 'asks' })
export class Ask {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') userId: string;
  @Column('text') kind: AskKind;
}

/** An invented person whom nobody has a reason to ask for. The name is not kept. */
@Entity({ schema: 'persons', name: 'canaries' })
export class Canary {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  /** by which people speak of it */
  @Column('text') ref: string;
  @Column('text') registeredBy: string;
  @Column('timestamptz') retiredAt: Date | null;
}
