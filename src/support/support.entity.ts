import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Channel, Engagement, Outcome, Precaution, Safety } from './contact-codes.rules.js';

/** One attempt to reach the victim, as one version says it. The row that is not replaced stands. */
@Entity({ schema: 'support', name: 'contacts' })
export class ContactVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') contactId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  // counted by hand: a version is a row, and rows are not changed
  @Column('int') version: number;
  @Column('timestamptz') attemptedAt: Date;
  @Column('text') channel: Channel;
  @Column('uuid') phoneId: string | null;
  @Column('text') safe: Safety;
  @Column('text', { array: true }) followed: Precaution[];
  @Column('text') outcome: Outcome;
  @Column('text') engagement: Engagement;
  @Column('text') needs: string | null;
  @Column('timestamptz') nextAttemptAt: Date | null;
  @Column('text') overrideReason: string | null;
  /** why it was corrected; null of the first version */
  @Column('text') because: string | null;
  @Column('text') recordedBy: string;
  @Column('uuid') userId: string | null;
  @Column('uuid') agencyId: string | null;
}

/** How the victim can be contacted safely, as one version says it. The newest stands. */
@Entity({ schema: 'support', name: 'safe_contact' })
export class SafeContactVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('int') version: number;
  @Column('text') phone: Safety;
  @Column('text') voicemail: Safety;
  @Column('text') text: Safety;
  @Column('text') email: Safety;
  @Column('text') letter: Safety;
  @Column('text') inPerson: Safety;
  @Column('text') viaThirdParty: Safety;
  @Column('time') hoursFrom: string | null;
  @Column('time') hoursUntil: string | null;
  @Column('text') maySpeakTo: string | null;
  @Column('text') mustNotSpeakTo: string | null;
  @Column('text') note: string | null;
  @Column('text') recordedBy: string;
}

/** Which IDVA holds a case, from when until when. */
@Entity({ schema: 'support', name: 'supporters' })
export class Supporter {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  /** counts those who held the case */
  @Column('int') number: number;
  @Column('uuid') agencyId: string;
  @Column('uuid') userId: string;
  @Column('text') reason: string | null;
  @Column('text') allocatedBy: string;
}

/** By when the victim of a referral must have been contacted. */
@Entity({ schema: 'support', name: 'clocks' })
export class ContactClock {
  /** the referral */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('timestamptz') receivedAt: Date;
  @Column('text') priority: 'HIGH' | 'ORDINARY';
  @Column('int') ruleVersion: number;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz') stoppedAt: Date | null;
  @Column('text') stoppedBy: string | null;
  @Column('boolean') settled: boolean;
}
