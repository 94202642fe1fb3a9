import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor } from './actor.js';
import { Connections } from './connections.js';
import { LONGEST_SILENCE_MS } from './silence.js';
import { prepared, type Values } from './statement.js';
import { TableOrder } from './table-order.js';
import { currentTransaction, Transaction, tx, withTransaction } from './transaction.js';
import { Underway } from './underway.js';

/** serialization_failure, deadlock_detected: the whole unit is run again. */
const RETRYABLE = new Set(['40001', '40P01']);
/** Nothing is wrong with what was tried: somebody else was in the way, and the whole unit may be run again. */
export const mayRunAgain = (error: unknown): boolean => RETRYABLE.has((error as { code?: string }).code ?? '');
const ATTEMPTS = 4;
const FOUND_AT_ONCE = 500;

/** Computes what row-level security needs to know of the reader, for this transaction alone. A system sees every MARAC. */
const ENTER = 'select platform.enter($1, $2, $3)';

/** Facts of an actor as `platform.enter` takes them: whose eyes, the system's or not, and whether a second factor is fresh. */
const eyesOf = (actor: Actor): [string, boolean, boolean] =>
  actor.kind === 'user' ? [actor.id, false, actor.secondFactorFresh(new Date())] : ['', true, false];

const READER = /^[0-9a-f-]{36}$/;

/**
 * Begins and enters in one message of the simple protocol, which costs less than two prepared statements: a message, its answer and
 * its flush. Such a text carries its values, so an id that is anything but letters of a UUID is refused before it gets there.
 */
function beginAs(reader: string, isSystem: boolean, fresh: boolean): string {
  if (reader !== '' && !READER.test(reader)) throw new Error('a reader is named by a UUID');
  return `begin; select platform.enter('${reader}', ${isSystem}, ${fresh})`;
}

/**
 * One unit of work: one transaction, one actor, all or nothing. Nested runs join the outer one. Begin, context and the first
 * statement leave in one packet (pg's pipeline mode), as do the last writes and the commit: round trips are what costs.
 */
@Injectable()
export class UnitOfWork {
  private readonly connections: Connections;

  constructor(
    @InjectDataSource() dataSource: DataSource,
    private readonly order: TableOrder,
  ) {
    this.connections = new Connections(dataSource);
  }

  /**
   * Runs `work` for `actor`; its writes are durable when the promise resolves. An answer still under way is taken up after the commit.
   * @param patienceMs how long the database may say nothing before the connection is given up for dead
   * @param keptFor name of who does the same again and again, on a connection of their own
   */
  async run<T>(
    actor: Actor,
    work: () => Promise<T | Underway<T>>,
    patienceMs: number = LONGEST_SILENCE_MS,
    keptFor?: string,
  ): Promise<T> {
    if (currentTransaction()) return taken(await work());
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(actor, work, patienceMs, keptFor);
      } catch (error) {
        if (attempt >= ATTEMPTS || !mayRunAgain(error)) throw error;
        await sleep(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  /** What a sweep has to look at, by its ids or with them, batch by batch, for `each`. What was found before stays found while it is not done: it is left out. */
  async *found<One extends string | { id: string }>(
    actor: Actor,
    find: (except: readonly string[], limit: number) => Promise<readonly One[]>,
  ): AsyncGenerator<One> {
    const seen: string[] = [];
    for (let count = FOUND_AT_ONCE; count === FOUND_AT_ONCE;) {
      const batch = await this.run(actor, () => find(seen, FOUND_AT_ONCE));
      yield* batch;
      seen.push(...batch.map((one) => (typeof one === 'string' ? one : one.id)));
      count = batch.length;
    }
  }

  /**
   * Sees to each of them in a unit of work of its own, one after the other: one that fails keeps none of the others from being seen to,
   * and is thrown when all have been, so that the job counts as failed and is tried again.
   */
  async each<One, T>(
    actor: Actor,
    ones: Iterable<One> | AsyncIterable<One>,
    work: (one: One) => Promise<T>,
  ): Promise<T[]> {
    const done: T[] = [];
    const failures: unknown[] = [];
    for await (const one of ones) {
      try {
        done.push(await this.run(actor, () => work(one)));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return done;
  }

  /**
   * One read on its own, outside any transaction and without a reader: it sees nothing that is guarded. For what must be known
   * before there is an actor (whose session is this?), where a transaction would cost more than the read.
   */
  async glance<Row extends object>(text: string, values: Values): Promise<Row | undefined> {
    return this.connections.use(
      async (client) => (await client.query(prepared(text, values))).rows[0] as Row | undefined,
    );
  }

  /** Runs `work` and always rolls back: a rehearsal that writes nothing. */
  async rehearse<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    const rolledBack = new Rehearsed<T>();
    try {
      await this.once(actor, async () => {
        rolledBack.result = await work();
        await tx().settle();
        throw rolledBack;
      });
    } catch (error) {
      if (error !== rolledBack) throw error;
    }
    return rolledBack.result as T;
  }

  /** Runs `work` inside a savepoint of the current unit: if it throws, only its own writes are undone. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const transaction = tx();
    await transaction.settle();
    const mark = transaction.mark();
    transaction.write('savepoint attempt');
    try {
      const result = await work();
      await transaction.settle();
      transaction.write('release savepoint attempt');
      return result;
    } catch (error) {
      transaction.forgetSince(mark);
      await transaction.query('rollback to savepoint attempt');
      transaction.write('release savepoint attempt'); // or an outer attempt would roll back to this one
      throw error;
    }
  }

  /**
   * Runs work that must see more than the actor may, inside the same transaction: matching a new referral against every
   * earlier one, for instance. What it returns must not carry what the actor may not know.
   */
  async elevated<T>(work: () => Promise<T>): Promise<T> {
    const transaction = tx();
    if (transaction.actor.kind !== 'user' || transaction.sight === 'SYSTEM') return work();
    transaction.sight = 'SYSTEM';
    transaction.write(ENTER, ['', true, false]);
    try {
      return await work();
    } finally {
      transaction.sight = 'ACTOR';
      transaction.write(ENTER, eyesOf(transaction.actor));
    }
  }

  /** Runs work in a transaction of its own, even inside another: for refusals, which must be recorded though the unit is undone. */
  async apart<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    return this.once(actor, work);
  }

  private async once<T>(
    actor: Actor,
    work: () => Promise<T | Underway<T>>,
    patienceMs?: number,
    keptFor?: string,
  ): Promise<T> {
    return this.connections.use((client) => this.inTransaction(client, actor, work), patienceMs, keptFor);
  }

  private async inTransaction<T>(client: PoolClient, actor: Actor, work: () => Promise<T | Underway<T>>): Promise<T> {
    const transaction = new Transaction(client, actor, this.order);
    transaction.simple(beginAs(...eyesOf(actor)));
    let result: T | Underway<T>;
    try {
      result = await withTransaction(transaction, work);
    } catch (error) {
      transaction.close();
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
    transaction.flush();
    transaction.close();
    const commit = client.query('commit');
    commit.catch(() => undefined);
    await transaction.settle(); // the failure of a write, rather than the failed commit that follows from it
    const { command } = await commit;
    if (command !== 'COMMIT') throw new Error('transaction was rolled back by the database');
    transaction.announceCommit();
    return taken(result);
  }
}

function taken<T>(result: T | Underway<T>): T | Promise<T> {
  return result instanceof Underway ? result.arrived() : result;
}

class Rehearsed<T> extends Error {
  result?: T;
}
