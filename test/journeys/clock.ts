import pg from 'pg';
import type { TestApp } from '../support/app.js';

/**
 * What tells no time of the journey: sign-ins, sealed or hashed records, and what the queue keeps for itself. Of the platform, promises alone
 * are of a time.
 */
const STANDS_STILL = ['audit', 'identity', 'minutes', 'bullmq', 'public', 'watch', 'pg_catalog', 'information_schema'];

/** Every date and moment of the rooms, less so many days. Birth dates and what the database makes itself stay. */
const SHIFT = `do $$ declare moved record; begin
  perform set_config('session_replication_role', 'replica', true);
  -- a digest a day is unique at any moment; while all of them move, two may meet
  alter table notifications.digests drop constraint one_digest_a_day;
  for moved in
    select format('%I.%I', n.nspname, c.relname) as place,
           string_agg(format(case a.atttypid when 'date'::regtype then '%1$I = %1$I - DAYS'
             else '%1$I = (%1$I at time zone ''Europe/London'' - interval ''DAYS days'') at time zone ''Europe/London''' end, a.attname), ', ')
             as changes
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.atttypid in ('date'::regtype, 'timestamptz'::regtype) and a.attname !~ 'birth'
       and n.nspname <> all (array['${STANDS_STILL.join("','")}'])
       and (n.nspname <> 'platform' or c.relname = 'due')
     group by 1
  loop execute format('update %s set %s', moved.place, moved.changes); end loop;
  alter table notifications.digests add constraint one_digest_a_day unique (user_id, day);
end $$`;

/**
 * Days pass: the clock is the database's and the machine's, so everything that was written moves into the past instead. Beyond triggers,
 * which would take it for what somebody did. What began at nine o'clock began at nine, whatever the season.
 */
export async function letDaysPass(app: TestApp, days: number): Promise<void> {
  const admin = new pg.Client({ connectionString: app.database.adminUrl });
  await admin.connect();
  try {
    await admin.query(SHIFT.replaceAll('DAYS', String(days)));
  } finally {
    await admin.end();
  }
}
