import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

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

/** Kinds of agency around a MARAC's table (SafeLives minutes checklist, extended). */
export const AGENCY_KINDS = [
  'POLICE', 'IDVA', 'CSC', 'ASC', 'PRIMARY_CARE', 'ACUTE', 'MATERNITY', 'HEALTH_VISITING', 'MENTAL_HEALTH', 'AMBULANCE', 'PROBATION',
  'PRISON', 'HOUSING_LA', 'HOUSING_RSL', 'SUBSTANCE', 'EDUCATION', 'EARLY_HELP', 'YOUTH_JUSTICE', 'VOLUNTARY_DA', 'BY_AND_FOR',
  'LGBT_SPECIALIST', 'PERP_PROGRAMME', 'FIRE', 'CAFCASS', 'SARC_ISVA', 'REFUGE', 'MARAC_TEAM', 'OTHER',
] as const; // prettier-ignore
export type AgencyKind = (typeof AGENCY_KINDS)[number];

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
