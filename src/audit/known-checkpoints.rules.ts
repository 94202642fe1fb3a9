import { type Checkpoint, readCheckpoint } from './checkpoint.rules.js';
import type { Findings } from './finding.rules.js';
import { openNote } from './signed-note.rules.js';

/** A checkpoint that is believed, and whose it is; those of the database come with the tree's edge. */
export interface Known extends Checkpoint {
  place: string;
  edge?: Buffer;
}

export const DATABASE = 'database';

/** A note with where it was found; the database's with the columns beside it. */
export interface FoundNote {
  note: string;
  place: string;
  stored?: { number: number; size: number; edge: Buffer };
}

/** What is known of the database's past: when it was put back to an earlier moment, and whether whoever asks knows of that. */
export interface Past {
  returns: readonly Date[];
  known: boolean;
}

/**
 * True of a checkpoint that was signed before the database was put back, about entries that went with it.
 * @param kept number of the last checkpoint from before the return that the database has; -1 when it has none
 */
export function isSetAside({ number, time }: Pick<Checkpoint, 'number' | 'time'>, begun: Date, kept: number): boolean {
  return number > kept && Date.parse(time) <= begun.getTime();
}

/** The checkpoints that are signed for this log, in the order of their sizes; what is wrong with the others goes to the findings. */
export function knownCheckpoints(
  notes: readonly FoundNote[],
  origin: string,
  believed: readonly Buffer[],
  findings: Findings,
  past: Past = { returns: [], known: false },
): Known[] {
  const signed = notes.flatMap(({ note, place, stored }) => {
    const claimed = note.slice(0, note.indexOf('\n'));
    const text = openNote(note, claimed, believed);
    const checkpoint = text === undefined ? undefined : readCheckpoint(text);
    if (!checkpoint) {
      findings.add('CHECKPOINT_FORGED', { place });
      return [];
    }
    if (checkpoint.origin !== origin) {
      findings.add('LOG_REPLACED', { place });
      return [];
    }
    if (stored && (stored.size !== checkpoint.size || stored.number !== checkpoint.number))
      findings.add('CHECKPOINT_ALTERED', { place, to: checkpoint.size });
    return [{ ...checkpoint, place, edge: stored?.edge }];
  });
  const known = withoutSetAside(signed, past, findings);
  known.sort((a, b) => a.size - b.size || a.number - b.number);
  compareWithin(known, findings);
  return known;
}

/** Whoever owns the database can write that it was put back. So it is told of, unless whoever asks says that it was meant. */
function withoutSetAside(signed: Known[], { returns, known }: Past, findings: Findings): Known[] {
  const inside = signed.filter(({ place }) => place === DATABASE);
  const kept = (begun: Date) =>
    Math.max(-1, ...inside.filter(({ time }) => Date.parse(time) <= begun.getTime()).map(({ number }) => number));
  const marks = returns.map((begun) => ({ begun, kept: kept(begun) }));
  return signed.filter((each) => {
    const aside = each.place !== DATABASE && marks.some((mark) => isSetAside(each, mark.begun, mark.kept));
    if (aside && !known) findings.add('RESTORED_BEFORE', { place: each.place, to: each.size });
    return !aside;
  });
}

/** Those of the database follow each other without a gap, and hold whatever is outside. */
function compareWithin(known: readonly Known[], findings: Findings): void {
  const inside = new Map<number, Known>();
  for (const each of known) {
    if (each.place !== DATABASE) continue;
    if (each.number !== inside.size) findings.add('CHECKPOINT_ALTERED', { place: DATABASE, to: each.size });
    inside.set(each.number, each);
  }
  for (const { place, size, number, root } of known) {
    if (place === DATABASE) continue;
    const own = inside.get(number);
    if (!own) findings.add('CHECKPOINT_MISSING', { place, to: size });
    else if (own.size !== size || !own.root.equals(root)) findings.add('LOG_FORKED', { place, to: size });
  }
}
