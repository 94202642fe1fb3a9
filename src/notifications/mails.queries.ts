import { tx } from '../platform/db/transaction.js';
import type { SubjectKind } from './notice.rules.js';

export interface ClaimedMail {
  id: string;
  userId: string;
  attempts: number;
  /** true when it had been given up before and somebody asked for another try */
  givenUp: boolean;
  read: boolean;
  /** the person must find nothing of the case by now */
  hidden: boolean;
  caseRef: string | null;
  subjectKind: SubjectKind;
  subjectId: string;
}

/** How long a claimed mail is left to its sender; after that another tries (the Message-ID stays the same). */
const LEASE_SECONDS = 120;

/** Takes a mail that is owed and not in another's hands. */
export async function claimMail(mailId: string): Promise<ClaimedMail | undefined> {
  return tx().one<ClaimedMail>(
    `update notifications.mails m
        set attempts = m.attempts + 1, retry_at = clock_timestamp() + make_interval(secs => $2)
       from notifications.notices n
      where m.id = $1 and n.id = m.notice_id
        and (m.state = 'FAILED' or (m.state = 'WAITING' and m.retry_at <= clock_timestamp()))
        and not platform.is_held_back(coalesce(m.owed_since, m.created_at))
     returning m.id, m.user_id as "userId", m.attempts, m.state = 'FAILED' as "givenUp", n.read_at is not null as read,
               coalesce(access.is_excluded(m.user_id, n.about_case), false) as hidden,
               n.case_ref as "caseRef", n.subject_kind as "subjectKind", n.subject_id as "subjectId"`,
    [mailId, LEASE_SECONDS],
  );
}

export function endMail(mailId: string, state: 'SENT' | 'FAILED' | 'DROPPED', errorCode: string | null = null): void {
  tx().write(`update notifications.mails set state = $2, error_code = $3, ended_at = clock_timestamp() where id = $1`, [
    mailId,
    state,
    errorCode,
  ]);
}

export function retryMail(mailId: string, afterSeconds: number, errorCode: string): void {
  tx().write(
    `update notifications.mails set error_code = $3, retry_at = clock_timestamp() + make_interval(secs => $2)
      where id = $1 and state = 'WAITING'`,
    [mailId, afterSeconds, errorCode],
  );
}

export async function waitingMails(limit: number): Promise<{ id: string; attempts: number }[]> {
  return tx().query(
    `select m.id, m.attempts from notifications.mails m
      where m.state = 'WAITING' and m.retry_at <= now() and not platform.is_held_back(coalesce(m.owed_since, m.created_at))
      order by m.retry_at limit $1`,
    [limit],
  );
}

/** Mails that were owed before the database was put back, and wait for somebody to say which of them had gone out. */
export async function heldBackMails(): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from notifications.mails m
      where m.state = 'WAITING' and platform.is_held_back(coalesce(m.owed_since, m.created_at))`,
  );
  return row?.count ?? 0;
}

/** Those owed until the server was lost had gone out. The others are found by the next sweep, when it is decided. @returns how many are dropped */
export async function dropSentBefore(begunAt: Date, lostAt: string): Promise<number> {
  return tx().change(
    `update notifications.mails m set state = 'DROPPED', error_code = 'sent-before-restore', ended_at = clock_timestamp()
      where m.state = 'WAITING' and coalesce(m.owed_since, m.created_at) <= least($1::timestamptz, $2::timestamptz)`,
    [begunAt, lostAt],
  );
}
