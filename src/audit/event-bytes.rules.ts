import { hash } from 'node:crypto';

/** Columns of audit.events in the order in which they are sealed: all of them. Changing this list is a new version of the encoding. */
export const SEALED_COLUMNS = [
  'id', 'at', 'actor_kind', 'actor_id', 'agency_id', 'marac_id', 'action', 'subject_kind', 'subject_id', 'purpose', 'labels',
  'outcome', 'code', 'reference',
] as const; // prettier-ignore

export const ENCODING = 'marac-audit-event/1';

/**
 * What is sealed of an event: a JSON array without spaces (RFC 8785) of the encoding's name and each column as PostgreSQL writes
 * it, null when it is null. `at` is seconds since 1970 UTC with six decimals, whatever the zone of the session; `labels` is the
 * array as text, bounds included.
 */
export type Entry = string;

const TEXTS = SEALED_COLUMNS.map((column) =>
  column === 'at' ? 'extract(epoch from e.at)::text' : `e.${column}::text`,
);

/** The entry of a row of audit.events as `e`. Written by the database, which does in one go what would take many values here. */
export const ENTRY = `pg_catalog.to_json(array['${ENCODING}', ${TEXTS.join(', ')}])::text`;

/** RFC 9162 §2.1.1: a leaf is hashed behind a zero byte, so that it can never pass for a node. */
export function leafHash(entry: Entry): Buffer {
  return hash('sha256', `\0${entry}`, 'buffer');
}

/** An id has one length, and a time no quotes; so what follows is found without reading all of it. */
const ID_AT = ENCODING.length + 5;
const TIME_AT = ID_AT + 39;

export function idOf(entry: Entry): string {
  return entry.slice(ID_AT, ID_AT + 36);
}

/** Seconds since 1970; NaN when the entry has no time. */
export function secondsOf(entry: Entry): number {
  return Number(entry.slice(TIME_AT, entry.indexOf('"', TIME_AT)));
}

/** The columns by their names. */
export function columnsOf(entry: Entry): Record<string, string | null> {
  const [, ...values] = JSON.parse(entry) as (string | null)[];
  return Object.fromEntries(SEALED_COLUMNS.map((column, i) => [column, values[i] ?? null]));
}
