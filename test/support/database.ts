import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { urlFor } from '../../src/platform/db/provision.js';

/** The migrated database that every test database is a copy of; one per run, so that two runs on one server do not meet. */
export const TEMPLATE = (process.env['MARAC_TEST_TEMPLATE'] ??= `marac_template_${randomBytes(4).toString('hex')}`);

export interface TestDatabase {
  /** the superuser's address of this database: for looking behind the scenes, never for the application */
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own: a copy of the template, made in well under a second. */
export async function freshDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['MARAC_TEST_ADMIN_URL'];
  if (!adminUrl) throw new Error('run through npm test: its set-up starts the database');
  const name = `marac_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    // copies of one template are made one at a time
    await admin.query('select pg_advisory_lock(7201003)');
    await admin.query(`create database ${name} template ${TEMPLATE} owner marac_owner`);
    await admin.query(`revoke all on database ${name} from public`);
    await admin.query(`grant connect on database ${name} to marac_app`);
  });
  const own = new URL(adminUrl);
  own.pathname = `/${name}`;
  return {
    adminUrl: own.toString(),
    ownerUrl: urlFor(adminUrl, 'marac_owner', name),
    appUrl: urlFor(adminUrl, 'marac_app', name),
    drop: () => dropDatabase(adminUrl, name),
  };
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
