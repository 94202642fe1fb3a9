import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrateQueueSchema } from '../queue/schema.js';

const MIGRATE_LOCK = 7_201_002;

/** Brings the schema up to date as its owner; several processes may call it at once. Returns the names of what was run. */
export async function migrate(ownerUrl: string, migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const lock = new pg.Client({ connectionString: ownerUrl });
  await lock.connect();
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'platform_migrations',
    poolSize: 2,
  });
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATE_LOCK]);
    await dataSource.initialize();
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await migrateQueueSchema(lock);
    return done.map((migration) => migration.name);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await lock.end();
  }
}
