import { tx } from '../platform/db/transaction.js';
import type { EventKindName } from './event-kinds.rules.js';
import type { WebhookDeliveryView, WebhookView } from './webhooks.dto.js';

type Row = Omit<WebhookView, 'addedAt' | 'oldSecretUntil'> & { addedAt: Date; oldSecretUntil: Date | null };

const COLUMNS = `w.id, w.marac_id as "maracId", w.agency_id as "agencyId", w.url, w.kinds, w.enabled, w.version,
  w.disabled_because as "disabledBecause", w.added_at as "addedAt",
  case when w.old_secret_until > now() then w.old_secret_until end as "oldSecretUntil"`;

const asView = ({ addedAt, oldSecretUntil, ...row }: Row): WebhookView => ({
  ...row,
  addedAt: addedAt.toISOString(),
  oldSecretUntil: oldSecretUntil?.toISOString() ?? null,
});

/** Webhooks of the reader's agency in areas that they administer. */
export async function webhooksOf(after: string | null, limit: number): Promise<WebhookView[]> {
  const rows = await tx().query<Row>(
    `select ${COLUMNS} from webhooks.webhooks w
      where w.removed_at is null and ($1::uuid is null or w.id > $1) order by w.id limit $2`,
    [after, limit],
  );
  return rows.map(asView);
}

export async function webhookById(id: string): Promise<WebhookView | undefined> {
  const row = await tx().one<Row>(
    `select ${COLUMNS} from webhooks.webhooks w where w.id = $1 and w.removed_at is null`,
    [id],
  );
  return row && asView(row);
}

/** Whether the reader's agency signed the protocol of an area in which they work: else they could not see what they add. */
export async function worksIn(maracId: string): Promise<boolean> {
  const row = await tx().one<{ works: boolean }>('select $1::uuid = any (access.member_of()) as works', [maracId]);
  return row?.works ?? false;
}

/** How many the agency has there; waits for whoever is adding another. */
export async function countOf(agencyId: string, maracId: string): Promise<number> {
  await tx().query('select pg_advisory_xact_lock(7201041, hashtext($1))', [agencyId]);
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from webhooks.webhooks w
      where w.agency_id = $1 and w.marac_id = $2 and w.removed_at is null`,
    [agencyId, maracId],
  );
  return row?.count ?? 0;
}

type DeliveryRow = Omit<WebhookDeliveryView, 'retryAt'> & { retryAt: Date | null };

/** What was sent to one, newest first, or tried. */
export async function deliveriesOf(
  webhookId: string,
  after: string | null,
  limit: number,
): Promise<WebhookDeliveryView[]> {
  const rows = await tx().query<DeliveryRow>(
    `select d.id, d.event_id as "eventId", d.kind, d.state, d.attempts, d.error_code as "errorCode",
            case when d.state = 'WAITING' then d.retry_at end as "retryAt"
       from webhooks.deliveries d where d.webhook_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`,
    [webhookId, after, limit],
  );
  return rows.map((row) => ({ ...row, retryAt: row.retryAt?.toISOString() ?? null }));
}

export interface ClaimedDelivery {
  id: string;
  webhookId: string;
  eventId: string;
  kind: EventKindName;
  ids: Record<string, string>;
  caseId: string | null;
  maracId: string;
  agencyId: string;
  ownerId: string;
  happenedAt: Date;
  url: string;
  secret: Buffer;
  oldSecret: Buffer | null;
  attempts: number;
  /** the webhook is sent to */
  enabled: boolean;
  /** the protocol shows it to the agency's system now */
  seen: boolean;
  now: Date;
}

/** How long a claimed message is left to its sender; after that another tries. */
const LEASE = `interval '60 seconds'`;

/** Since when a message is owed: the fence between before and after a restore goes by it. */
const OWED_SINCE = 'coalesce(d.owed_since, e.happened_at)';

/** Takes a message that is owed and not in another's hands. For the system. */
export async function claimDelivery(id: string): Promise<ClaimedDelivery | undefined> {
  return tx().one<ClaimedDelivery>(
    `update webhooks.deliveries d set attempts = d.attempts + 1, retry_at = clock_timestamp() + ${LEASE}
       from webhooks.webhooks w, webhooks.events e
      where d.id = $1 and d.state = 'WAITING' and d.retry_at <= clock_timestamp() and w.id = d.webhook_id and e.id = d.event_id
        and ${OWED_SINCE} > (select platform.held_back_until())
     returning d.id, d.attempts, w.id as "webhookId", w.agency_id as "agencyId", w.owner_id as "ownerId", w.url, w.secret,
               case when w.old_secret_until > now() then w.old_secret end as "oldSecret", w.enabled and w.removed_at is null as enabled,
               e.id as "eventId", e.kind, e.ids, e.about_case as "caseId", e.marac_id as "maracId", e.happened_at as "happenedAt",
               access.agency_sees(w.agency_id, e.marac_id, e.about_case) as seen, clock_timestamp() as now`,
    [id],
  );
}

export function endDelivery(
  id: string,
  state: 'SENT' | 'FAILED' | 'WITHHELD' | 'DROPPED',
  errorCode: string | null = null,
): void {
  tx().write(
    'update webhooks.deliveries set state = $2, error_code = $3, ended_at = clock_timestamp() where id = $1 and state = $4',
    [id, state, errorCode, 'WAITING'],
  );
}

export function retryDelivery(id: string, afterSeconds: number, errorCode: string): void {
  tx().write(
    `update webhooks.deliveries set error_code = $3, retry_at = clock_timestamp() + make_interval(secs => $2)
      where id = $1 and state = 'WAITING'`,
    [id, afterSeconds, errorCode],
  );
}

/** Nothing is sent there any more until somebody says so; true when it was this that ended it. */
export async function giveUp(webhookId: string, because: string): Promise<boolean> {
  const changed = await tx().change(
    `update webhooks.webhooks set enabled = false, disabled_because = $2, version = version + 1 where id = $1 and enabled`,
    [webhookId, because],
  );
  dropWaiting(webhookId);
  return changed === 1;
}

export function dropWaiting(webhookId: string): void {
  tx().write(
    `update webhooks.deliveries set state = 'DROPPED', ended_at = clock_timestamp() where webhook_id = $1 and state = 'WAITING'`,
    [webhookId],
  );
}

export async function waitingDeliveries(limit: number): Promise<{ id: string; attempts: number }[]> {
  return tx().query(
    `select d.id, d.attempts from webhooks.deliveries d join webhooks.events e on e.id = d.event_id
      where d.state = 'WAITING' and d.retry_at <= now() and ${OWED_SINCE} > (select platform.held_back_until()) order by d.retry_at limit $1`,
    [limit],
  );
}

/** Messages that were owed before the database was put back, and wait for somebody to say which of them had gone out. */
export async function heldBackDeliveries(): Promise<number> {
  const row = await tx().one<{ count: number }>(
    `select count(*)::int as count from webhooks.deliveries d join webhooks.events e on e.id = d.event_id
      where d.state = 'WAITING' and ${OWED_SINCE} <= (select platform.held_back_until())`,
  );
  return row?.count ?? 0;
}

/** Those owed until the server was lost had gone out. @returns how many are dropped */
export async function dropSentBefore(begunAt: Date, lostAt: string): Promise<number> {
  return tx().change(
    `update webhooks.deliveries d set state = 'DROPPED', error_code = 'sent-before-restore', ended_at = clock_timestamp()
       from webhooks.events e
      where e.id = d.event_id and d.state = 'WAITING' and ${OWED_SINCE} <= least($1::timestamptz, $2::timestamptz)`,
    [begunAt, lostAt],
  );
}
