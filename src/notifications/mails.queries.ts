import { tx } from '../platform/db/transaction.js';
import type { HandedOver } from './mail-transport.js';
import type { SubjectKind } from './notice-places.rules.js';
import type { NoticeKind } from './notice.rules.js';

/** The notice that a mail is about. */
export interface MailedNotice {
  id: string;
  kind: NoticeKind;
  maracId: string;
  caseId: string | null;
  caseRef: string | null;
  subjectKind: SubjectKind;
  subjectId: string;
  eventId: string;
  urgent: boolean;
  read: boolean;
  /** the person must find nothing of the case by now */
  hidden: boolean;
}

export interface ClaimedMail {
  id: string;
  userId: string;
  attempts: number;
  /** since it was written, in milliseconds */
  waitedMs: number;
  /** true when it had been given up before and somebody asked for another try */
  givenUp: boolean;
  /** null for a digest */
  notice: MailedNotice | null;
  digestId: string | null;
}

/** How long a claimed mail is left to its sender; after that another tries (the Message-ID stays the same). */
const LEASE_SECONDS = 120;

const NOTICE = `case when n.id is not null then jsonb_build_object('id', n.id, 'kind', n.kind, 'maracId', n.marac_id, 'caseId', n.about_case,
  'caseRef', n.case_ref, 'subjectKind', n.subject_kind, 'subjectId', n.subject_id, 'eventId', n.event_id, 'urgent', n.urgent,
  'read', n.read_at is not null, 'hidden', coalesce(access.is_excluded(n.user_id, n.about_case), false)) end as notice`;

const MAIL = `m.id, m.user_id as "userId", m.attempts, m.state = 'FAILED' as "givenUp", m.digest_id as "digestId",
  extract(epoch from clock_timestamp() - m.created_at)::float8 * 1000 as "waitedMs"`;

/** Takes mails that are owed and not in another's hands, those that waited longest first. */
export async function claimMails(limit: number): Promise<ClaimedMail[]> {
  return tx().query<ClaimedMail>(
    `update notifications.mails m
        set attempts = m.attempts + 1, retry_at = clock_timestamp() + make_interval(secs => $2)
      where m.ctid = any (array(select w.ctid from notifications.mails w
              where w.state = 'WAITING' and w.retry_at <= (select clock_timestamp())
                and coalesce(w.owed_since, w.created_at) > (select platform.held_back_until())
              order by w.retry_at limit $1 for update skip locked))
      returning ${MAIL}, (select ${NOTICE} from notifications.notices n where n.id = m.notice_id)`,
    [limit, LEASE_SECONDS],
  );
}

/** Takes a mail that is owed and not in another's hands. */
export async function claimMail(mailId: string): Promise<ClaimedMail | undefined> {
  return tx().one<ClaimedMail>(
    `update notifications.mails m
        set attempts = m.attempts + 1, retry_at = clock_timestamp() + make_interval(secs => $2)
       from notifications.mails o left join notifications.notices n on n.id = o.notice_id
      where m.id = $1 and o.id = m.id
        and (m.state = 'FAILED' or (m.state = 'WAITING' and m.retry_at <= clock_timestamp()))
        and coalesce(m.owed_since, m.created_at) > (select platform.held_back_until())
     returning ${MAIL}, ${NOTICE}`,
    [mailId, LEASE_SECONDS],
  );
}

/** The mail of a receipt, by the try that the receipt names; locked. */
export async function mailOfReceipt(mailId: string, providerId: string): Promise<ReceivedMail | undefined> {
  return tx().one<ReceivedMail>(
    `select ${MAIL}, m.state, ${NOTICE}
       from notifications.mails m left join notifications.notices n on n.id = m.notice_id
      where m.id = $1 and m.channel = 'NOTIFY' and m.provider_id = $2 for update of m`,
    [mailId, providerId],
  );
}
export interface ReceivedMail extends ClaimedMail {
  state: string;
}

/** True for a mail that is with its sender, or waits for another try. */
export async function isWaiting(mailId: string): Promise<boolean> {
  const sql = `select from notifications.mails m where m.id = $1 and m.state = 'WAITING' and m.attempts > 0`;
  return (await tx().one(sql, [mailId])) !== undefined;
}

/** What was handed over. Not as a join, which would be planned by what the table held when it was last counted. */
export function mailsSent(sent: readonly (HandedOver & { mailId: string })[]): void {
  tx().write(
    `update notifications.mails m
        set state = 'SENT', error_code = null, failed_since = null, ended_at = clock_timestamp(),
            channel = ($2::text[])[array_position($1::uuid[], m.id)], provider_id = ($3::text[])[array_position($1::uuid[], m.id)]
      where m.id = any ($1::uuid[])`,
    [sent.map(({ mailId }) => mailId), sent.map(({ channel }) => channel), sent.map(({ providerId }) => providerId)],
  );
}

export function mailDelivered(mailId: string): void {
  tx().write('update notifications.mails set delivered_at = clock_timestamp() where id = $1', [mailId]);
}

export function endMail(mailId: string, state: 'BOUNCED' | 'FAILED' | 'DROPPED', errorCode: string): void {
  tx().write(`update notifications.mails set state = $2, error_code = $3, ended_at = clock_timestamp() where id = $1`, [
    mailId,
    state,
    errorCode,
  ]);
}

/** Puts a mail off; one that was handed over and came back is owed again. One that was given up stays so until it is sent. */
export function retryMail(mailId: string, afterSeconds: number, errorCode: string): void {
  tx().write(
    `update notifications.mails
        set state = 'WAITING', ended_at = null, error_code = $3, retry_at = clock_timestamp() + make_interval(secs => $2),
            failed_since = coalesce(failed_since, clock_timestamp())
      where id = $1 and state in ('WAITING', 'SENT')`,
    [mailId, afterSeconds, errorCode],
  );
}

/** Mails that were owed before the database was put back, and wait for somebody to say which of them had gone out. */
export async function heldBackMails(): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from notifications.mails m
      where m.state = 'WAITING' and coalesce(m.owed_since, m.created_at) <= (select platform.held_back_until())`,
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
