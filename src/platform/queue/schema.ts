import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

/** Sequences of new queues are made on their first use, hence CREATE. */
const GRANTS = `
  grant usage, create on schema bullmq to marac_app;
  grant all on all tables in schema bullmq to marac_app;
  grant all on all sequences in schema bullmq to marac_app;
  alter default privileges in schema bullmq grant all on tables to marac_app;
  alter default privileges in schema bullmq grant all on sequences to marac_app;`;

/** Brings BullMQ's own schema up to date, as its owner. Several may call it at once; it does nothing when all is there. */
export async function migrateQueueSchema(owner: Client): Promise<void> {
  await runMigrations(owner as never, 'bullmq');
  await owner.query(GRANTS);
}
