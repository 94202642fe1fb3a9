/** What can be wrong with a log, and what it means. */
export const FINDINGS = {
  ENTRY_CHANGED: 'an entry is not what it was when it was sealed',
  ENTRY_REMOVED: 'a sealed entry is gone',
  ENTRY_ADDED: 'an entry claims a time at which everything had been sealed already',
  ENTRY_BACKDATED: 'a sealed entry claims a time at which everything before its place had been sealed already',
  LEAF_ALTERED: 'the place of an entry in the tree was altered; the entry itself is as it was',
  LEAF_MISSING: 'places of the tree are gone',
  LEAF_ADDED: 'there are places that no checkpoint covers',
  BLOCK_ALTERED: 'the kept root of a block of entries is wrong',
  CHECKPOINT_ALTERED: 'a checkpoint in the database does not fit what is signed in it or what came before',
  CHECKPOINT_FORGED: 'a checkpoint is not signed by a key that is believed',
  CHECKPOINT_MISSING: 'a checkpoint is outside and no longer in the database',
  HISTORY_REWRITTEN: 'entries are not those, or not in the order, that a checkpoint was signed for',
  LOG_SHRUNK: 'a checkpoint covers more entries than there are',
  LOG_FORKED: 'two checkpoints of one size were signed for different entries',
  LOG_REPLACED: 'this is not the log that the checkpoints speak of',
  GUARD_REMOVED:
    'a table of the log may be changed: its trigger, its row-level security or its rights are not as they were',
  RESTORED_BEFORE: 'a checkpoint was signed after the moment that the database was put back to',
  NO_CHECKPOINT_OUTSIDE: 'no checkpoint is to be had from outside the database, so nothing is proved',
} as const;

export type FindingCode = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as FindingCode[];

/** One thing wrong, and where: positions are places in the tree, from 0. */
export interface Finding {
  code: FindingCode;
  detail: string;
  position?: number;
  eventId?: string;
  /** places from this one on */
  from?: number;
  /** to before this one */
  to?: number;
  /** whose checkpoint says so */
  place?: string;
}

/** So many of one kind are told; the rest are counted. */
const TOLD = 100;

/** Gathers what is wrong. */
export class Findings {
  readonly told: Finding[] = [];
  private readonly counts = new Map<FindingCode, number>();

  add(code: FindingCode, where: Omit<Finding, 'code' | 'detail'> = {}): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= TOLD) this.told.push({ code, detail: FINDINGS[code], ...where });
  }

  /** how many there are beyond those told */
  get untold(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + Math.max(0, count - TOLD), 0);
  }
}
