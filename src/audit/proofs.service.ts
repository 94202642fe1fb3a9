import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { type Entry, leafHash } from './event-bytes.rules.js';
import { consistencyPath, inclusionPath } from './merkle.rules.js';
import { entryOf, placeOf, sealedTree } from './proof.queries.js';
import { checkpointNotes, checkpointOfSize, lastCheckpoint } from './seal.queries.js';

/** What shows, with nothing but the checkpoint, that an entry is in the log (RFC 9162 §2.1.3). Hashes in base64. */
export interface InclusionProof {
  eventId: string;
  /** the bytes that were sealed */
  entry: string;
  position: number;
  leafHash: string;
  treeSize: number;
  path: string[];
  /** signed note */
  checkpoint: string;
}

/** What shows that the log of an earlier checkpoint is the beginning of that of a later one (RFC 9162 §2.1.4). */
export interface ConsistencyProof {
  from: number;
  to: number;
  path: string[];
  first: string | null;
  second: string;
}

const base64 = (hash: Buffer) => hash.toString('base64');
const NOT_SEALED = () => Problem.conflict('not-sealed', 'This is not sealed yet; that takes a few seconds.');

@Injectable()
export class Proofs {
  constructor(private readonly uow: UnitOfWork) {}

  /** Newest first. */
  checkpoints(before: number | null, limit: number): Promise<{ number: number; note: string }[]> {
    return this.uow.elevated(() => checkpointNotes(before, limit));
  }

  /** Sealed entries. */
  size(): Promise<number> {
    return this.uow.elevated(async () => (await lastCheckpoint())?.size ?? 0);
  }

  /** @throws Problem 404 for an entry that the reader may not audit; 409 `not-sealed` */
  async inclusion(eventId: string): Promise<InclusionProof> {
    const entry = await entryOf(eventId); // with the reader's own eyes
    if (entry === undefined) throw Problem.notFound();
    return this.uow.elevated(() => this.prove(eventId, entry));
  }

  /** From the tree of `from` entries to the newest one. @throws Problem 409 `not-sealed` when there are not so many */
  consistency(from: number): Promise<ConsistencyProof> {
    return this.uow.elevated(async () => {
      const last = await lastCheckpoint();
      if (!last || from > last.size) throw NOT_SEALED();
      const hash = await sealedTree(last.size, [from]);
      const path = consistencyPath(hash, from, last.size).map(base64);
      return { from, to: last.size, path, first: (await checkpointOfSize(from)) ?? null, second: last.note };
    });
  }

  private async prove(eventId: string, entry: Entry): Promise<InclusionProof> {
    const position = await placeOf(eventId);
    const last = await lastCheckpoint();
    if (position === undefined || !last) throw NOT_SEALED();
    const hash = await sealedTree(last.size, [position]);
    return {
      eventId,
      entry,
      position,
      leafHash: base64(leafHash(entry)),
      treeSize: last.size,
      path: inclusionPath(hash, position, last.size).map(base64),
      checkpoint: last.note,
    };
  }
}
