import { DataSource, type DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { UnsafeSetting } from '../config/settings.js';
import { SnakeCase } from './naming.js';

/** date stays the text YYYY-MM-DD: a calendar date has no time zone to be shifted by. */
const DATE = 1082;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/**
 * For every pool: a connection that the server ends just as it is handed over tells so by an event that nobody hears yet, and Node
 * would end the process for it. Whoever uses the connection hears of it by the failure of their statement.
 */
export function outlive(client: Pick<pg.Client, 'on'>): void {
  client.on('error', () => undefined);
}

/** How many connections a process has, at most. */
export const CONNECTIONS = 10;

/**
 * Options of the one data source: TypeORM's pool over pg in pipeline mode, so that statements of a unit of work travel together. A
 * connection once opened is kept: what was planned on it would be planned again on the next.
 */
export function databaseOptions(url: string, connections = CONNECTIONS): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    namingStrategy: new SnakeCase(),
    synchronize: false,
    poolSize: connections,
    extra: {
      types,
      min: connections,
      pipeline: true,
      onConnect: outlive,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 10_000, // who is gone without a word holds what others need
      application_name: 'marac',
    },
  };
}

/** What must hold of the server and of our role before anything is served. */
const PROMISES = `
  select (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as "bypassesGuards",
         exists (select from pg_tables where tableowner = current_user) as "ownsTables",
         (select string_agg(name, ', ') from pg_settings
           where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off') as "notDurable"`;

/**
 * Refuses a database on which a promise cannot be kept: a role that row-level security does not bind, or commits that are
 * acknowledged before they are durable.
 */
export async function verifyDatabase(dataSource: DataSource, allowNotDurable = false): Promise<void> {
  const [found] =
    await dataSource.query<{ bypassesGuards: boolean; ownsTables: boolean; notDurable: string | null }[]>(PROMISES);
  if (!found) throw new UnsafeSetting('DATABASE_URL', 'leads to a server that does not answer');
  if (found.bypassesGuards || found.ownsTables) {
    throw new UnsafeSetting(
      'DATABASE_URL',
      'connects with a role that row-level security does not bind; use the app role (marac_app)',
    );
  }
  if (found.notDurable && !allowNotDurable)
    throw new UnsafeSetting(
      'DATABASE_URL',
      `leads to a server with ${found.notDurable} off: what it acknowledges can be lost`,
    );
}
