import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { AgencyKind } from './agency-kinds.rules.js';

/** Bank holidays follow the nation. */
export const NATIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type Nation = (typeof NATIONS)[number];

/** An area that holds conferences. `code` stands in front of its references: NB-... */
@Entity({ schema: 'maracs', name: 'maracs' })
export class Marac {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') nation: Nation;
}

@Entity({ schema: 'maracs', name: 'agencies' })
export class Agency {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') kind: AgencyKind;
  @VersionColumn() version: number;
}

/** An agency belongs to a MARAC from a day on. */
@Entity({ schema: 'maracs', name: 'members' })
export class Member {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') agencyId: string;
}

/** One version of a MARAC's rules: sections by name, each owned and checked by its feature. */
@Entity({ schema: 'maracs', name: 'rules' })
export class RuleVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('int') version: number;
  @Column('date') effectiveFrom: string;
  @Column('jsonb') sections: Record<string, unknown>;
  @Column('text') reason: string;
  @Column('text') decidedBy: string;
}
