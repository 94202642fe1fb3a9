import { type Entry, idOf, leafHash, secondsOf } from './event-bytes.rules.js';
import type { Findings } from './finding.rules.js';
import type { Known } from './known-checkpoints.rules.js';
import { BLOCK, Frontier } from './merkle.rules.js';

/** A place of the tree as the database has it, with the entry it belongs to: null when that is gone. */
export interface Place {
  position: number;
  hash: Buffer;
  entry: Entry | null;
  /** whose place it was, when it is gone */
  eventId?: string;
}

/** The database's clock may have been put right by as much. */
const CLOCK_PUT_RIGHT_S = 120;

/** Seconds since 1970 before which nothing that was sealed after this checkpoint may claim to be. */
export function earliestAfter({ openSince }: Pick<Known, 'openSince'>): number {
  return Date.parse(openSince) / 1000 - CLOCK_PUT_RIGHT_S;
}

/**
 * Goes through the tree, place by place, and computes it twice: from the entries, and, where they differ, from the hashes that
 * were kept. Which of the two leads to a signed root tells whether the entry or its seal was altered.
 */
export class LeafCheck {
  private entries = Frontier.empty();
  /** the same tree until they differ */
  private bySeal = this.entries;
  private readonly blocks: [entry: Buffer, seal: Buffer][] = [];
  private differing: { position: number; eventId: string }[] = [];
  private next = 0;
  private broken = false;
  private rewritten = false;
  private proved = 0;
  private reached = 0;
  /** seconds since 1970 before which nothing sealed from here on may claim to be */
  private since = -Infinity;

  /** @param known in the order of their sizes */
  constructor(
    private readonly known: readonly Known[],
    private readonly findings: Findings,
  ) {}

  /** Takes the next place. */
  take({ position, eventId, hash, entry }: Place): void {
    if (position !== this.next) this.gap(position);
    let leaf = hash;
    if (entry === null) this.findings.add('ENTRY_REMOVED', { position, eventId });
    else {
      leaf = leafHash(entry);
      if (!(secondsOf(entry) >= this.since)) {
        this.findings.add('ENTRY_BACKDATED', { position, eventId: idOf(entry) });
      }
    }
    if (entry !== null && !leaf.equals(hash)) {
      this.differing.push({ position, eventId: idOf(entry) });
      if (this.bySeal === this.entries) this.bySeal = this.entries.copy();
    }
    this.grow(leaf, hash);
    this.next = position + 1;
    while (this.known[this.reached]?.size === this.next) this.compare(this.known[this.reached++]!);
  }

  /** @returns how many places there are, and the root that the entries lead to */
  end(): { size: number; root: Buffer } {
    this.settle('ENTRY_CHANGED');
    for (const { size, place } of this.known.slice(this.reached)) this.findings.add('LOG_SHRUNK', { place, to: size });
    return { size: this.next, root: this.entries.root };
  }

  /** Compares the kept roots of blocks, in order. */
  checkBlocks(kept: readonly { number: number; hash: Buffer }[]): void {
    if (this.broken) return;
    for (let i = 0; i < Math.max(kept.length, this.blocks.length); i++) {
      const found = kept[i];
      const fits = found?.number === i && this.blocks[i]?.some((hash) => hash.equals(found.hash));
      if (!fits) this.findings.add('BLOCK_ALTERED', { from: i * BLOCK, to: (i + 1) * BLOCK });
    }
  }

  private gap(position: number): void {
    if (position > this.next) this.findings.add('LEAF_MISSING', { from: this.next, to: position });
    else this.findings.add('LEAF_ADDED', { position });
    this.broken = true;
    while ((this.known[this.reached]?.size ?? Infinity) <= position) this.reached++;
  }

  private grow(entry: Buffer, seal: Buffer): void {
    const block = this.entries.add(entry);
    const sealed = this.bySeal === this.entries ? block : this.bySeal.add(seal);
    if (block && sealed) this.blocks.push([block, sealed]);
  }

  private compare(known: Known): void {
    this.since = earliestAfter(known);
    if (this.broken || this.rewritten) return;
    const { size, place, root, edge } = known;
    if (this.entries.root.equals(root)) {
      this.settle('LEAF_ALTERED');
      this.bySeal = this.entries;
    } else if (this.bySeal.root.equals(root)) {
      this.settle('ENTRY_CHANGED');
      this.entries = this.bySeal;
    } else {
      this.findings.add('HISTORY_REWRITTEN', { from: this.proved, to: size, place });
      this.rewritten = true; // whatever was signed later differs too
      return;
    }
    this.proved = size;
    if (edge && !edge.equals(this.entries.edge)) this.findings.add('CHECKPOINT_ALTERED', { place, to: size });
  }

  private settle(code: 'ENTRY_CHANGED' | 'LEAF_ALTERED'): void {
    for (const where of this.differing) this.findings.add(code, where);
    this.differing = [];
  }
}
