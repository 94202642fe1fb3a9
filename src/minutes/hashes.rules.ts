import { createHash } from 'node:crypto';
import { canonicalJson, type Plain } from '../platform/crypto/canonical-json.js';

/** What minutes are made of: dates as they are written, and what is undefined left out. */
export type Minuted =
  null | boolean | number | string | readonly Minuted[] | { readonly [name: string]: Minuted | undefined };

/** The one way in which minutes are written down, so that the same minutes always have the same hash. */
export function written(minutes: Minuted): string {
  return canonicalJson(given(minutes));
}

function given(value: Minuted): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(given);
  const said = Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, given(one)] as const]));
  return Object.fromEntries(said);
}

const isList = (value: object): value is readonly Minuted[] => Array.isArray(value);

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
    canonicalJson({ head: sha256(head), parts: leaves.map((leaf) => [leaf.agendaItemId, leaf.label, leaf.hash]) }),
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
  return sha256(canonicalJson({ ...approved, approvedAt: approved.approvedAt.toISOString(), content }));
}
