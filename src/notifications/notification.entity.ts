import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { NoticeKind } from './notice.rules.js';
import type { Way } from './ways.rules.js';

/**
 * The mail that says there is a notice, or a digest of several. DROPPED: no longer owed, because the person left, read the notice
 * already or takes no mail. BOUNCED: their address takes none.
 */
@Entity({ schema: 'notifications', name: 'mails' })
export class Mail {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') noticeId: string | null;
  @Column('uuid') digestId: string | null;
  @Column('uuid') userId: string;
  @Column('text') state: 'WAITING' | 'SENT' | 'BOUNCED' | 'FAILED' | 'DROPPED';
  /** not before */
  @Column('timestamptz') retryAt: Date | 'now';
}

/** What somebody chose of how they are told; the id is theirs. */
@Entity({ schema: 'notifications', name: 'preferences' })
export class PreferenceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') usual: Way;
  @Column('jsonb') ways: Partial<Record<NoticeKind, Way>>;
  @Column('text') quietFrom: string | null;
  @Column('text') quietUntil: string | null;
  @Column('text') digestAt: string | null;
  @VersionColumn() version: number;
}
