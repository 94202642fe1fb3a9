import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, seen from dist/src/platform/embedded. */
const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where this installation keeps its data: MARAC_DATA_DIR, or `.marac` in the project's folder. An absolute path. */
export function dataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env['MARAC_DATA_DIR'] || path.join(PROJECT, '.marac'));
}
