import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { CheckpointPlaces } from '../../src/audit/checkpoint-places.js';
import { Sealer } from '../../src/audit/sealer.service.js';
import { SigningKeys } from '../../src/audit/signing-keys.js';
import { readSettings, type Settings } from '../../src/platform/config/settings.js';
import { databaseOptions } from '../../src/platform/db/database.js';
import { TableOrder } from '../../src/platform/db/table-order.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';

/** The product's own sealer on a database, without the rest of the application. */
export interface SealingHouse {
  settings: Settings;
  uow: UnitOfWork;
  keys: SigningKeys;
  places: CheckpointPlaces;
  sealer: Sealer;
  /** another sealer with the same key and places, as a process that starts anew has */
  anotherSealer(): Sealer;
  close(): Promise<void>;
}

/** @param folders where checkpoints go */
export async function sealingHouse(appUrl: string, folders: readonly string[], key = newKey()): Promise<SealingHouse> {
  const settings = readSettings({
    NODE_ENV: 'test',
    DATABASE_URL: appUrl,
    AUDIT_SIGNING_KEY: key,
    AUDIT_CHECKPOINTS: folders.join(','),
  });
  const dataSource = await new DataSource(databaseOptions(appUrl, 4)).initialize();
  const uow = new UnitOfWork(dataSource, new TableOrder(dataSource));
  const keys = new SigningKeys(settings);
  const make = () => new Sealer(uow, keys, new CheckpointPlaces(settings));
  const places = new CheckpointPlaces(settings);
  return { settings, uow, keys, places, sealer: make(), anotherSealer: make, close: () => dataSource.destroy() };
}

export const newKey = () => randomBytes(32).toString('base64');

/**
 * Lines as a week of work leaves them, written by a superuser so that their times can be chosen: $1 how many, $2 seconds ago of
 * the first, $3 seconds ago of the last. Ids are UUIDv7 of their times.
 */
export const DEEDS = `
  insert into audit.events (id, at, actor_kind, actor_id, agency_id, marac_id, action, subject_kind, subject_id, purpose, labels, outcome, code, reference)
  select (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
          || 'a' || substr(md5(n::text || 'x' || $2::text), 1, 15))::uuid,
         t.at, 'user', md5('user' || n % 40)::uuid::text, md5('agency' || n % 9)::uuid, md5('marac')::uuid,
         (array['case.opened', 'case.opened', 'action.read', 'referral.placed'])[1 + n % 4], (array['case', 'case', 'action', 'referral'])[1 + n % 4],
         md5('case' || n % 500)::uuid::text, case when n % 3 = 0 then null else 'read-case' end,
         case when n % 4 = 2 then null else array['IDENTITY', 'CONTACT', 'PERPETRATOR'] end,
         case when n % 50 = 7 then 'REFUSED' else 'DONE' end, case when n % 50 = 7 then 'not-found' end, null
    from generate_series(1, $1::int) as n
   cross join lateral (
     select date_trunc('milliseconds', clock_timestamp()) - make_interval(secs => $2::float8 - ($2::float8 - $3::float8) * n / $1)
            + make_interval(secs => (n % 1000) / 1000000.0) as at) as t`;
