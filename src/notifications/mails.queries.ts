import { tx } from '../platform/db/transaction.js';
import type { SubjectKind } from './notice.rules.js';

export interface ClaimedMail {
  id: string;
  userId: string;
  attempts: number;
  /** true when it had been given up before and somebody asked for another try */
  givenUp: boolean;
  read: boolean;
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
     returning m.id, m.user_id as "userId", m.attempts, m.state = 'FAILED' as "givenUp", n.read_at is not null as read,
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
      where m.state = 'WAITING' and m.retry_at <= now() order by m.retry_at limit $1`,
    [limit],
  );
}
