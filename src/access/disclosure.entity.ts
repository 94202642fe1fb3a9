import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Label } from './labels.js';
import type { LawfulBasis } from './lawful-basis.rules.js';

export const CHANNELS = ['MEETING', 'TELEPHONE', 'LETTER', 'SECURE_MAIL'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Government security classifications that case information carries (domain: markings and transport). */
export const MARKINGS = ['OFFICIAL', 'OFFICIAL_SENSITIVE'] as const;
export type Marking = (typeof MARKINGS)[number];

/** Somebody outside the system was told. */
@Entity({ schema: 'access', name: 'disclosures' })
export class Disclosure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  /** LOCATION_SAFE where naming the receiver tells where the victim is */
  @Column('text') label: 'IDENTITY' | 'LOCATION_SAFE';
  @Column('text') told: string;
  @Column('text', { array: true }) labels: Label[];
  @Column('text', { array: true }) lawfulBasis: LawfulBasis[];
  @Column('text') reason: string;
  @Column('text') channel: Channel;
  @Column('text') marking: Marking;
  @Column('timestamptz') toldAt: Date;
  @Column('uuid') toldBy: string;
  @Column('uuid') toldByAgency: string;
}
