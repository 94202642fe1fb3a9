import { JsonInsert } from '../platform/db/json-insert.js';
import { tx } from '../platform/db/transaction.js';
import type { EventView } from './event-feed.dto.js';
import type { EventKindName } from './event-kinds.rules.js';

/** For how long the feed remembers: a system that was away for a month is set up anew. */
const REMEMBERED_DAYS = 30;

export interface NewEvent {
  id: string;
  kind: EventKindName;
  ids: Record<string, string>;
  maracId: string;
  caseId: string | null;
  forAgencyId: string | null;
}

const EVENTS = new JsonInsert('webhooks.events', ['id', 'kind', 'ids', 'marac_id', 'about_case', 'for_agency']);

/** Puts an event behind the feed, where it waits for its place. For the system. */
export function addEvent({ id, kind, ids, maracId, caseId, forAgencyId }: NewEvent): void {
  tx().insert(EVENTS, [id, kind, ids, maracId, caseId, forAgencyId]);
}

/** Gives places to what is committed and has none; how many. Whoever comes second has nothing to do. For the system. */
export async function givePlaces(most: number): Promise<number> {
  const alone = await tx().one<{ alone: boolean }>('select pg_try_advisory_xact_lock(7201040) as alone');
  if (!alone?.alone) return 0;
  return tx().change(
    `update webhooks.events e set place = last.place + w.nth
       from (select u.id, row_number() over (order by u.happened_at, u.id) as nth
               from webhooks.events u where u.place is null order by u.happened_at, u.id limit $1) w,
            (select coalesce(max(p.place), 0) as place from webhooks.events p) last
      where e.id = w.id`,
    [most],
  );
}

/** Webhooks that are to be sent an event: of an agency whose business it is and whose system may see it. For the system. */
export async function receiversOf({ kind, maracId, caseId, forAgencyId }: NewEvent): Promise<string[]> {
  if (!(await isListenedTo(maracId, kind))) return [];
  const rows = await tx().query<{ id: string }>(
    `select w.id from webhooks.webhooks w
      where w.marac_id = $1 and w.enabled and w.removed_at is null and $2 = any (w.kinds)
        and ($3::uuid is null or w.agency_id = $3) and access.agency_sees(w.agency_id, w.marac_id, $4)`,
    [maracId, kind, forAgencyId, caseId],
  );
  return rows.map(({ id }) => id);
}

/** Asked once for all that one unit of work takes into the feed. */
function isListenedTo(maracId: string, kind: EventKindName): Promise<boolean> {
  const ask = async () => {
    const sql =
      'select from webhooks.webhooks w where w.marac_id = $1 and w.enabled and w.removed_at is null and $2 = any (w.kinds) limit 1';
    return (await tx().one(sql, [maracId, kind])) !== undefined;
  };
  return tx().memory(`webhooks of ${maracId} for ${kind}`, ask);
}

export function addDelivery(id: string, webhookId: string, eventId: string, kind: EventKindName): void {
  tx().write('insert into webhooks.deliveries (id, webhook_id, event_id, kind) values ($1, $2, $3, $4)', [
    id,
    webhookId,
    eventId,
    kind,
  ]);
}

/** The feed after a place, as far as the reader may see it. */
export async function eventsAfter(place: string, limit: number): Promise<EventView[]> {
  const rows = await tx().query<Omit<EventView, 'happenedAt'> & { happenedAt: Date }>(
    `select e.id, e.kind, e.ids, e.happened_at as "happenedAt", e.place::text as place
       from webhooks.events e where e.place > $1::bigint order by e.place limit $2`,
    [place, limit],
  );
  return rows.map((row) => ({ ...row, happenedAt: row.happenedAt.toISOString() }));
}

/** The newest stays, or places would be given twice. */
export function forgetOldEvents(): void {
  tx().write(
    `delete from webhooks.events e where e.happened_at < clock_timestamp() - interval '${REMEMBERED_DAYS} days'
        and e.place < (select max(newest.place) from webhooks.events newest)`,
  );
}
