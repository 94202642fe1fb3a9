import { Injectable } from '@nestjs/common';
import { Actor } from '../platform/db/actor.js';
import { NIL_ID } from '../platform/db/ids.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Handles } from '../platform/queue/job.js';
import { SEAL } from './audit.jobs.js';
import { type Checkpoint, checkpointText, ORIGIN_PREFIX, readCheckpoint } from './checkpoint.rules.js';
import { CheckpointPlaces } from './checkpoint-places.js';
import { confirmedReturns, currentEpoch } from '../platform/fence/fence.queries.js';
import { leafHash } from './event-bytes.rules.js';
import { isSetAside } from './known-checkpoints.rules.js';
import { Frontier } from './merkle.rules.js';
import {
  checkpointNote, checkpointNotes, horizon, insertBlocks, insertCheckpoint, insertLeaves, lastCheckpoint, logId, takeSeal, type Unsealed,
  unsealedAmong, unsealedFrom,
} from './seal.queries.js'; // prettier-ignore
import { openNote, signNote } from './signed-note.rules.js';
import { SigningKeys } from './signing-keys.js';

const SEALER = Actor.system(SEAL.name);
const BATCH = 10_000;
/** Old rows looked through in each round for any that carry an id of another time: a web server's clock was wrong. */
const LOOKED_THROUGH = 50_000;
/** How far the clocks of web servers, which make the ids, may be behind the database's. */
export const CLOCKS_APART_MS = 120_000;
const QUIET_MS = 600_000;
const LONG_AGO = new Date(0).toISOString();

/** The log was changed behind our back; nothing is sealed on top of it. */
export class LogDiverged extends Error {
  readonly code = 'audit-log-diverged';
  readonly messageIsSafe = true;

  constructor() {
    super('the audit log is not the one that the checkpoints outside speak of: run audit verify');
    this.name = 'LogDiverged';
  }
}

/**
 * Gives committed rows their places in the tree, in the background: nothing is hashed where deeds are recorded. What has no leaf
 * is sealed, however late or out of order it was committed.
 */
@Injectable()
export class Sealer {
  private lookedUpTo = NIL_ID;
  /** the epoch (platform/fence) in which the log was compared with what is outside */
  private comparedIn = 0;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: SigningKeys,
    private readonly places: CheckpointPlaces,
  ) {}

  @Handles(SEAL)
  async run(): Promise<void> {
    await this.seal();
  }

  /**
   * Seals all that is committed and hands the newest checkpoint out.
   * @param most rows to a checkpoint
   * @returns how many rows were sealed
   * @throws LogDiverged; PlaceFailed when a place outside did not take it: everything is sealed nevertheless
   */
  async seal(most = BATCH): Promise<number> {
    const { number, same } = await this.uow.run(SEALER, currentEpoch);
    if (!same) throw new LogDiverged();
    if (this.comparedIn !== number) await this.compare(number);
    let sealed = 0;
    const { openSince } = await this.uow.run(SEALER, horizon);
    for (let from: string | undefined, more = true; more;) {
      const rows = await this.uow.run(SEALER, () => this.batch(openSince, most, from));
      sealed += rows.length;
      from = rows.at(-1)?.id;
      more = rows.length === most;
    }
    sealed += await this.uow.run(SEALER, () => this.stragglers(openSince));
    await this.deliver();
    return sealed;
  }

  private async batch(openSince: Date, most: number, from?: string): Promise<Unsealed[]> {
    if (!(await takeSeal())) return [];
    const last = await this.last();
    const start = from ?? (last ? idAt(Date.parse(last.checkpoint.openSince) - CLOCKS_APART_MS) : NIL_ID);
    const rows = await unsealedFrom(start, most);
    // while more wait, what comes after may be as old as what came before
    const bound = rows.length < most ? openSince.toISOString() : (last?.checkpoint.openSince ?? LONG_AGO);
    if (rows.length > 0 || isStale(last?.checkpoint, openSince)) await this.append(rows, bound, last);
    return rows;
  }

  private async stragglers(openSince: Date): Promise<number> {
    if (!(await takeSeal())) return 0;
    const { last, unsealed } = await unsealedAmong(this.lookedUpTo, LOOKED_THROUGH);
    this.lookedUpTo = last ?? NIL_ID;
    if (unsealed.length > 0) await this.append(unsealed, openSince.toISOString(), await this.last());
    return unsealed.length;
  }

  private async append(rows: readonly Unsealed[], openSince: string, last?: Last): Promise<void> {
    const tree = last ? Frontier.at(last.checkpoint.size, last.edge) : Frontier.empty();
    const from = tree.size;
    const hashes = rows.map(({ entry }) => leafHash(entry));
    const blocks = hashes.flatMap((hash) => {
      const block = tree.add(hash);
      return block ? [{ number: tree.size / 256 - 1, hash: block }] : [];
    });
    insertLeaves(from, rows.map(({ id }) => id), hashes); // prettier-ignore
    insertBlocks(blocks);
    const { now } = await horizon();
    const origin = ORIGIN_PREFIX + (await logId());
    const { size, root, edge } = tree;
    const number = last ? last.checkpoint.number + 1 : 0;
    const text = checkpointText({ origin, size, root, time: now.toISOString(), openSince, number });
    insertCheckpoint({ number, size, edge, note: signNote(text, origin, this.keys.signing) });
  }

  /** The newest checkpoint. @throws LogDiverged when it is not one that we signed */
  private async last(): Promise<Last | undefined> {
    const last = await lastCheckpoint();
    if (!last) return undefined;
    const checkpoint = this.read(last.note, ORIGIN_PREFIX + (await logId()));
    if (
      checkpoint?.size !== last.size ||
      checkpoint.number !== last.number ||
      !Frontier.at(last.size, last.edge).root.equals(checkpoint.root)
    ) {
      throw new LogDiverged();
    }
    return { checkpoint, edge: last.edge };
  }

  private read(note: string, origin: string): Checkpoint | undefined {
    const text = openNote(note, origin, this.keys.believed);
    return text === undefined ? undefined : readCheckpoint(text);
  }

  private async deliver(): Promise<void> {
    const { last, log } = await this.uow.run(SEALER, async () => ({ last: await this.last(), log: await logId() }));
    if (!last) return;
    const note = await this.uow.run(SEALER, () => checkpointNote(last.checkpoint.number));
    await this.places.deliver(note!, log, last.checkpoint.time.slice(0, 10));
  }

  /** Once in each process and epoch: a database that was put back to an earlier state, or forked, is not sealed further as if nothing were. */
  private async compare(epoch: number): Promise<void> {
    await this.uow.run(SEALER, async () => {
      const log = await logId();
      for (const { note } of await this.places.newest(log)) {
        const outside = this.read(note, ORIGIN_PREFIX + log);
        const inside = outside && (await checkpointNote(outside.number));
        const same = inside !== undefined && this.read(inside, ORIGIN_PREFIX + log)?.root.equals(outside!.root);
        if (outside && !same && !(await this.isSetAside(outside))) throw new LogDiverged();
      }
    });
    this.comparedIn = epoch;
  }

  /** True of a checkpoint that a return to an earlier moment explains, once somebody has confirmed it (`marac restored`). */
  private async isSetAside(outside: Checkpoint): Promise<boolean> {
    const returned = await confirmedReturns();
    for (const begun of returned) if (isSetAside(outside, begun, await this.keptUntil(begun))) return true;
    return false;
  }

  /** Number of the last checkpoint from before a moment; -1 when there is none. */
  private async keptUntil(moment: Date): Promise<number> {
    for (let before: number | null = null; ;) {
      const page = await checkpointNotes(before, 100);
      const kept = page.find(({ note }) => {
        const read = readCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
        return read !== undefined && Date.parse(read.time) <= moment.getTime();
      });
      if (kept || page.length === 0) return kept?.number ?? -1;
      before = page.at(-1)!.number;
    }
  }
}

interface Last {
  checkpoint: Checkpoint;
  edge: Buffer;
}

/** True when nothing was signed for a while: also that nothing happened is signed, or something could be put there later. */
function isStale(last: Checkpoint | undefined, openSince: Date): boolean {
  return last !== undefined && openSince.getTime() - Date.parse(last.openSince) > QUIET_MS;
}

/** The smallest UUIDv7 of a moment. */
function idAt(milliseconds: number): string {
  const hex = Math.max(0, milliseconds).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
