import { columnsOf } from './event-bytes.rules.js';
import type { Place } from './leaf-check.rules.js';

/** Entries as JSON lines: position, then every sealed column as the database writes it. An entry that is gone has its position alone. */
export function exportLines(places: readonly Place[]): string {
  const line = ({ position, entry }: Place) => JSON.stringify({ position, ...(entry && columnsOf(entry)) });
  return places.map((place) => `${line(place)}\n`).join('');
}
