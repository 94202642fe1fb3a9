import { createHmac } from 'node:crypto';
import pg from 'pg';

/** Addresses of a provisioned database: the owner migrates, the app role serves and is bound by row-level security. */
export interface Provisioned {
  ownerUrl: string;
  appUrl: string;
}

const OWNER = 'marac_owner';
const APP = 'marac_app';
const PROVISION_LOCK = 7_201_001;

/**
 * Makes the database and its two roles on a server we administer, or finds them there. The roles' passwords are derived from
 * the administrator's address, so that every command that knows it reaches the same database without a file of secrets.
 */
export async function provision(adminUrl: string, database = databaseOf(adminUrl)): Promise<Provisioned> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [PROVISION_LOCK]);
    for (const role of [OWNER, APP]) await ensureRole(admin, role, passwordOf(adminUrl, role));
    await admin.query(`grant ${OWNER} to current_user`);
    const found = await admin.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await admin.query(`create database ${pg.escapeIdentifier(database)} owner ${OWNER}`);
    await admin.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    await admin.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${APP}`);
    await admin.query(`grant all on database ${pg.escapeIdentifier(database)} to ${OWNER}`);
  } finally {
    await admin.end();
  }
  return { ownerUrl: urlFor(adminUrl, OWNER, database), appUrl: urlFor(adminUrl, APP, database) };
}

/** True when this address signs in with a role that may make roles and databases; false for an app role's address. */
export async function administers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      'select rolsuper or (rolcreaterole and rolcreatedb) as may from pg_roles where rolname = current_user',
    );
    return rows[0]?.may ?? false;
  } finally {
    await client.end();
  }
}

/** The address of one role and database on the administrator's server. */
export function urlFor(adminUrl: string, role: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwordOf(adminUrl, role);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.toString();
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const exists = (await admin.query('select from pg_roles where rolname = $1', [role])).rowCount;
  const verb = exists ? 'alter' : 'create';
  await admin.query(`${verb} role ${role} login nosuperuser nobypassrls password ${pg.escapeLiteral(password)}`);
}

function passwordOf(adminUrl: string, role: string): string {
  const { username, password } = new URL(adminUrl);
  return createHmac('sha256', `${username}:${password}`).update(role).digest('base64url');
}

function databaseOf(adminUrl: string): string {
  const name = decodeURIComponent(new URL(adminUrl).pathname.slice(1));
  return name === '' || name === 'postgres' ? 'marac' : name;
}
