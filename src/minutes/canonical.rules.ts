import { createHash } from 'node:crypto';

export type Canonical = string | number | boolean | null | Canonical[] | { [key: string]: Canonical | undefined };

/**
 * The one way in which minutes are written down, so that the same minutes always have the same hash: JSON by RFC 8785 (keys in order of
 * their UTF-16 code units, no spaces), of which whole numbers are all that is needed.
 */
export function canonical(value: Canonical): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    keys.sort((a, b) => (a < b ? -1 : 1));
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('minutes hold whole numbers');
  return JSON.stringify(value);
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** One part of the minutes, as far as it counts for the hash of the whole. */
export interface Leaf {
  agendaItemId: string;
  label: string;
  hash: string;
}

/** The hash of what stands in the minutes: of the head, and of the hashes of all parts in a fixed order. */
export function contentHash(head: string, parts: readonly Leaf[]): string {
  const place = ({ agendaItemId, label }: Leaf) => `${agendaItemId} ${label}`;
  const leaves = [...parts].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  return sha256(
    canonical({ head: sha256(head), parts: leaves.map((leaf) => [leaf.agendaItemId, leaf.label, leaf.hash]) }),
  );
}

/** What was approved: which minutes, by whom and when, and what stands in them. */
export interface Approved {
  meetingId: string;
  number: number;
  reason: string;
  draftedBy: string;
  approvedBy: string;
  approvedAt: Date;
}

/** The hash of approved minutes. */
export function approvedHash(approved: Approved, content: string): string {
  return sha256(canonical({ ...approved, approvedAt: approved.approvedAt.toISOString(), content }));
}
