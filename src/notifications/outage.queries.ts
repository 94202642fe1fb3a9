import { tx } from '../platform/db/transaction.js';

/** Since when mail fails, while none has left for so many minutes; null when some has, or nothing fails for that long. */
export async function notGoingOutSince(minutes: number): Promise<Date | null> {
  const row = await tx().one<{ since: Date | null }>(
    `select (select min(m.failed_since) from notifications.mails m where m.state = 'WAITING' and m.failed_since is not null) as since
      where not exists (select from notifications.mails s where s.state = 'SENT' and s.ended_at > clock_timestamp() - make_interval(mins => $1))
        and exists (select from notifications.mails m
                     where m.state = 'WAITING' and m.failed_since < clock_timestamp() - make_interval(mins => $1))`,
    [minutes],
  );
  return row?.since ?? null;
}

/** Areas whose people are not told while it lasts. */
export async function areasWaiting(): Promise<string[]> {
  const rows = await tx().query<{ maracId: string }>(
    `select distinct coalesce(n.marac_id, d.marac_id) as "maracId" from notifications.mails m
       left join notifications.notices n on n.id = m.notice_id
       left join notifications.digests d on d.id = m.digest_id
      where m.state = 'WAITING' and m.failed_since is not null`,
  );
  return rows.map(({ maracId }) => maracId);
}

/** Notes an outage; its id, or undefined when it was noted before. */
export async function beginOutage(id: string, beganAt: Date): Promise<boolean> {
  const begun = await tx().change(
    `insert into notifications.outages (id, began_at) values ($1, $2) on conflict ((true)) where ended_at is null do nothing`,
    [id, beganAt.toISOString()],
  );
  return begun === 1;
}

export async function outageUnderway(): Promise<string | undefined> {
  const row = await tx().one<{ id: string }>('select o.id from notifications.outages o where o.ended_at is null');
  return row?.id;
}

export async function endOutage(): Promise<number> {
  return tx().change('update notifications.outages o set ended_at = clock_timestamp() where o.ended_at is null');
}
