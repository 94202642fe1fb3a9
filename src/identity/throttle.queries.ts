import { tx } from '../platform/db/transaction.js';
import { THROTTLE_WINDOW_MINUTES, type Tries, UNDECIDED_SECONDS } from './throttle.rules.js';

interface Row {
  pair: number;
  pairAgo: number | null;
  account: number;
  accountAgo: number | null;
  network: number;
  networkAgo: number | null;
  inFlight: number;
}

/** $1 account, $2 network. The account's own success clears what was tried at it; on a network only that person's failures. */
const TRIES = `
  with latest_success as (
    select max(o.at) as at from identity.sign_in_attempts o where o.account_key = $1 and o.succeeded
  ), at_account as (
    select t.at, t.network_key, t.succeeded is null and t.at > now() - interval '${UNDECIDED_SECONDS} seconds' as open
      from identity.sign_in_attempts t
     where t.account_key = $1 and t.succeeded is not true and t.at > now() - interval '${THROTTLE_WINDOW_MINUTES} minutes'
       and t.at > coalesce((select s.at from latest_success s), '-infinity')
  ), at_network as (
    select t.at from identity.sign_in_attempts t
     where t.network_key = $2 and not t.succeeded and t.at > now() - interval '${THROTTLE_WINDOW_MINUTES} minutes'
       and not exists (select from identity.sign_in_attempts o
                        where o.account_key = t.account_key and o.network_key = t.network_key and o.succeeded and o.at > t.at)
  )
  select a.*, n.* from (
    select count(*) filter (where not open and network_key = $2)::int as pair,
           extract(epoch from clock_timestamp() - max(at) filter (where not open and network_key = $2))::float as "pairAgo",
           count(*) filter (where not open)::int as account,
           extract(epoch from clock_timestamp() - max(at) filter (where not open))::float as "accountAgo",
           count(*) filter (where open)::int as "inFlight"
      from at_account) a,
    (select count(*)::int as network, extract(epoch from clock_timestamp() - max(at))::float as "networkAgo" from at_network) n`;

/** One at a time for an account: what is counted and what is added must not pass each other. */
export async function lockTries(account: Buffer): Promise<void> {
  await tx().query('select pg_advisory_xact_lock(hashtextextended($1, 15))', [account.toString('hex')]);
}

export async function triesOf(account: Buffer, network: Buffer): Promise<Tries> {
  const row = await tx().one<Row>(TRIES, [account, network]);
  if (!row) throw new Error('a count of nothing');
  const since = (ago: number | null) => ago ?? Number.MAX_SAFE_INTEGER;
  return {
    pair: { count: row.pair, latestAgo: since(row.pairAgo) },
    account: { count: row.account, latestAgo: since(row.accountAgo) },
    network: { count: row.network, latestAgo: since(row.networkAgo) },
    inFlight: row.inFlight,
  };
}

/** What came of a try. */
export function decideTry(id: string, succeeded: boolean): void {
  tx().write('update identity.sign_in_attempts set succeeded = $2 where id = $1', [id, succeeded]);
}

/** Tries of yesterday count for nothing any more, nor do challenges that lapsed. */
export async function forgetOldTries(): Promise<void> {
  tx().write(`delete from identity.sign_in_attempts where at < now() - interval '1 day'`);
  tx().write('delete from identity.challenges where expires_at < now()');
}
