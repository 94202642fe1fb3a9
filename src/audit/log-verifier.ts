import type { ClientBase } from 'pg';
import { ORIGIN_PREFIX } from './checkpoint.rules.js';
import type { OutsideNote } from './checkpoint-places.js';
import { type Finding, Findings } from './finding.rules.js';
import { DATABASE, type FoundNote, type Known, knownCheckpoints } from './known-checkpoints.rules.js';
import { earliestAfter, LeafCheck } from './leaf-check.rules.js';
import { addedSince, blocks, guardsRemoved, insideNotes, logIds, places, returnsOf, waiting } from './log.queries.js';

/** What a verification found. */
export interface Verification {
  /** nothing is wrong */
  ok: boolean;
  /** id of the log; null when it has none */
  log: string | null;
  /** entries that have a place in the tree */
  entries: number;
  /** entries that were written and are not sealed yet */
  waiting: number;
  /** root of the tree as the entries give it, in base64 */
  root: string;
  /** signed checkpoints that were compared: in the database, outside, and the size of the largest outside */
  checkpoints: { inside: number; outside: number; largestOutside: number };
  findings: Finding[];
  /** findings beyond those told */
  untold: number;
}

/**
 * Recomputes the tree from the entries and compares it with every signed checkpoint. Reads one snapshot of the database, in the
 * transaction of the client it is given, in memory that does not grow with the log.
 * @param believed public keys, 32 bytes each
 * @param restored whoever asks knows that the database was put back to an earlier moment, and when
 */
export async function verifyLog(
  client: ClientBase,
  believed: readonly Buffer[],
  outside: readonly OutsideNote[],
  restored = false,
): Promise<Verification> {
  const findings = new Findings();
  try {
    return await compared(client, believed, { notes: outside, restored }, findings);
  } catch (error) {
    if (!NOT_THERE.has((error as { code?: string }).code ?? '')) throw error;
    findings.add('LOG_REPLACED');
    const nothing = { log: null, entries: 0, waiting: 0, root: '', untold: findings.untold };
    return {
      ok: false,
      ...nothing,
      checkpoints: { inside: 0, outside: 0, largestOutside: 0 },
      findings: findings.told,
    };
  }
}

/** undefined_table, undefined_column, invalid_schema_name: the log is not as it was made. */
const NOT_THERE = new Set(['42P01', '42703', '3F000']);

async function compared(
  client: ClientBase,
  believed: readonly Buffer[],
  outside: { notes: readonly OutsideNote[]; restored: boolean },
  findings: Findings,
): Promise<Verification> {
  const ids = await logIds(client);
  if (ids.length !== 1) findings.add('LOG_REPLACED');
  const notes: FoundNote[] = [
    ...(await insideNotes(client)).map((each) => ({ note: each.note, place: DATABASE, stored: each })),
    ...outside.notes,
  ];
  const past = { returns: await returnsOf(client), known: outside.restored };
  const known = knownCheckpoints(notes, ORIGIN_PREFIX + (ids[0] ?? ''), believed, findings, past);
  const ours = known.filter(({ place }) => place === DATABASE);
  const check = new LeafCheck(known, findings);
  for await (const page of places(client)) for (const place of page) check.take(place);
  const { size, root } = check.end();
  check.checkBlocks(await blocks(client));
  const sealed = ours.at(-1)?.size ?? 0;
  if (size > sealed) findings.add('LEAF_ADDED', { from: sealed, to: size });
  if (size > 0 && known.length === ours.length) findings.add('NO_CHECKPOINT_OUTSIDE');
  await added(client, known, findings);
  for (const table of await guardsRemoved(client)) findings.add('GUARD_REMOVED', { place: table });
  return {
    ok: findings.told.length === 0,
    log: ids[0] ?? null,
    entries: size,
    waiting: await waiting(client),
    root: root.toString('base64'),
    checkpoints: {
      inside: ours.length,
      outside: known.length - ours.length,
      largestOutside: Math.max(0, ...known.filter(({ place }) => place !== DATABASE).map((each) => each.size)),
    },
    findings: findings.told,
    untold: findings.untold,
  };
}

/** Entries without a place that claim a time at which everything had been sealed. */
async function added(client: ClientBase, known: readonly Known[], findings: Findings): Promise<void> {
  const latest = known.reduce<Known | undefined>((a, b) => (a && a.openSince > b.openSince ? a : b), undefined);
  if (!latest) return;
  for (const { id, seconds } of await addedSince(client, latest.openSince)) {
    if (!(seconds >= earliestAfter(latest))) findings.add('ENTRY_ADDED', { eventId: id });
  }
}
