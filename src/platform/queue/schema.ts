import { runMigrations } from 'bullmq';
import type { Client } from 'pg';

/**
 * What the owner makes is the app role's to use from the start. Granted by default rather than afterwards: sequences of new
 * queues are made by the app role itself on their first use (hence CREATE), and the owner may not grant on those.
 */
const PREPARE = `
  create schema if not exists bullmq;
  grant usage, create on schema bullmq to marac_app;
  alter default privileges in schema bullmq grant all on tables to marac_app;
  alter default privileges in schema bullmq grant all on sequences to marac_app;`;

/** Brings BullMQ's own schema up to date, as its owner. Several may call it at once; it does nothing when all is there. */
export async function migrateQueueSchema(owner: Client): Promise<void> {
  await owner.query(PREPARE);
  await runMigrations(owner as never, 'bullmq');
}
