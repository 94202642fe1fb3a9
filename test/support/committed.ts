import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Asked for by UPDATE=1 (`UPDATE=1 npm test -- architecture`): committed files are written anew instead of compared. */
const updating = process.env['UPDATE'] === '1';

/** What a committed file says, to compare `now` with; when updating, `now` itself after it was written. */
export function committed(file: string, now: string): string {
  if (updating) writeFileSync(file, now);
  return existsSync(file) ? readFileSync(file, 'utf8') : `${file} is missing: run UPDATE=1 npm test -- architecture`;
}
