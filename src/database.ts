import { migrations } from '../migrations/all.js';
import { migrate } from './platform/db/migrate.js';
import { administers, provision } from './platform/db/provision.js';

/** A migrated database to work on. */
export interface OpenDatabase {
  /** the app role's address */
  appUrl: string;
  /** lets go of it; an embedded server that nobody else uses stops */
  release(): Promise<void>;
}

type Progress = (line: string) => void;

/**
 * The database of the commands: the server of DATABASE_URL, or else the embedded one under MARAC_DATA_DIR, joined when it runs
 * and started when it does not. With an administrator's address the database and its roles are made and migrated; with the app
 * role's own address (production) it is taken as it is.
 */
export async function openDatabase(env: NodeJS.ProcessEnv, progress: Progress): Promise<OpenDatabase> {
  const given = env['DATABASE_URL'];
  if (given && !(await administers(given))) return { appUrl: given, release: async () => undefined };
  if (given) return { appUrl: await prepared(given, progress), release: async () => undefined };
  const { embeddedServer } = await import('./platform/embedded/embedded-server.js');
  const { dataDirectory } = await import('./platform/embedded/data-dir.js');
  const server = await embeddedServer(dataDirectory(env), { progress });
  try {
    return { appUrl: await prepared(server.adminUrl, progress), release: () => server.release() };
  } catch (error) {
    await server.release();
    throw error;
  }
}

async function prepared(adminUrl: string, progress: Progress): Promise<string> {
  const { ownerUrl, appUrl } = await provision(adminUrl);
  const done = await migrate(ownerUrl, migrations);
  if (done.length > 0) progress(`database: ${done.length} migrations run`);
  return appUrl;
}
