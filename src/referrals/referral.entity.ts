import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { ReferralStatus } from './referral-states.rules.js';

export const RELATIONSHIPS = [
  'CURRENT_PARTNER', 'EX_PARTNER', 'SPOUSE', 'EX_SPOUSE', 'CIVIL_PARTNER', 'EX_CIVIL_PARTNER', 'PARENT', 'CHILD_ADULT', 'CHILD_16_17',
  'SIBLING', 'GRANDPARENT', 'IN_LAW', 'EXTENDED_FAMILY', 'SHARED_CHILD_PARENT', 'CARER_RELATIVE', 'OTHER_CONNECTED', 'NOT_CONNECTED',
] as const; // prettier-ignore
export const CONSENTS = [
  'GIVEN',
  'REFUSED',
  'NOT_SOUGHT_UNSAFE',
  'NOT_SOUGHT_UNREACHABLE',
  'LACKS_CAPACITY',
  'WITHDRAWN',
  'NOT_KNOWN',
] as const;
export const INFORMED = ['YES', 'NO', 'UNSAFE', 'NOT_KNOWN'] as const;
export type Consent = (typeof CONSENTS)[number];
export type Informed = (typeof INFORMED)[number];

/** One agency's request that a victim be heard at MARAC. */
@Entity({ schema: 'referrals', name: 'referrals' })
export class Referral {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  /** the referrer's own reference, unique in the MARAC */
  @Column('text') ref: string;
  /** set when the reference is taken by a referral that this one's referrer must not know of */
  @Column('uuid') refCopy: string | null;
  @Column('text') status: ReferralStatus;
  @Column('uuid') referringAgencyId: string;
  @Column('date') referredOn: string;
  @Column('date') incidentOn: string | null;
  @Column('date') disclosedOn: string | null;
  @Column('uuid') victimId: string;
  @Column('uuid', { array: true }) perpetratorIds: string[];
  /** children who are described one by one, unborn ones too */
  @Column('uuid', { array: true }) childIds: string[];
  @Column('text') relationship: string;
  @Column('int') children: number;
  @Column('uuid') assessmentId: string | null;
  @Column('text', { array: true }) criteria: string[];
  @Column('text') judgement: string | null;
  @Column('int') eventsIn12Months: number;
  @Column('text') victimInformed: Informed;
  @Column('text') consent: Consent;
  @Column('text') summary: string;
  /** what the repeat check found when the referral came */
  @Column('text') outcome: string;
  @Column('uuid') priorId: string | null;
  /** the case of that referral: who is excluded from it is not told what was found */
  @Column('uuid') priorCaseId: string | null;
  /** the earlier referral is another MARAC's */
  @Column('bool') priorElsewhere: boolean;
  /** the repeat rule's sum in words: dates only */
  @Column('text') arithmetic: string;
  @Column('int') ruleVersion: number;
  @Column('text') decisionCode: string | null;
  @Column('text') decisionReason: string | null;
  @Column('text') decidedBy: string | null;
  @Column('date') acceptedOn: string | null;
  @Column('date') heardOn: string | null;
  /** of the spreadsheet row it came from: tells an unchanged row from a changed one */
  @Column('bytea') fingerprint: Buffer | null;
  /** places in the form that the referrer is to complete */
  @Column('text', { array: true }) returnFields: string[];
  /** of the questions an area may demand, those without an answer */
  @Column('text', { array: true }) unanswered: string[];
  /** keyed hashes of the answers, by which a change is noticed */
  @Column('text', { array: true }) formPrints: string[];
  /** accepted as one that cannot wait for the next meeting */
  @Column('bool') emergency: boolean;
  /** the second person of the referring agency who stands by it */
  @Column('text') signedOffBy: string | null;
  @Column('timestamptz') signedOffAt: Date | null;
  @Column('text') createdBy: string;
  @VersionColumn() version: number;
}

/** A spreadsheet handed in through the API, until its rows are done; then the file is forgotten and the report stays. */
@Entity({ schema: 'referrals', name: 'imports' })
export class ReferralImport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('text') state: 'WAITING' | 'RUNNING' | 'DONE' | 'REFUSED';
  @Column('bool') dryRun: boolean;
  @Column('bytea') content: Buffer | null;
  @Column('int') rowsDone: number;
  @Column('int') imported: number;
  @Column('int') unchanged: number;
  @Column('int') refused: number;
  @Column('text') refusal: string | null;
  @Column('uuid') createdBy: string | null;
  @Column('timestamptz') finishedAt: Date | null;
  @VersionColumn() version: number;
}
