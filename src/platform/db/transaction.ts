import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResult } from 'pg';
import type { Actor } from './actor.js';
import type { BulkInsert } from './bulk-insert.js';
import { prepared, type Statement, together, type Values } from './statement.js';
import type { TableOrder } from './table-order.js';
import { Underway } from './underway.js';

const IN_FAILED_TRANSACTION = '25P02';

/**
 * The current transaction, bound to one actor. Reads are awaited; writes go out at once on the same connection without
 * waiting for the answer, and their failure surfaces at the next read's `await` or at commit: a write can never be lost quietly.
 */
export class Transaction {
  /** @internal whose eyes its statements look through; see UnitOfWork.elevated */
  sight: 'ACTOR' | 'SYSTEM' = 'ACTOR';
  private readonly pending: Promise<unknown>[] = [];
  private readonly committed: (() => void)[] = [];
  private readonly learnt = new Map<string, unknown>();
  private readonly rows = new Map<BulkInsert, Values[]>();
  private readonly late: Statement[] = [];
  private closed = false;
  private gathering = false;

  constructor(
    private readonly client: PoolClient,
    readonly actor: Actor,
    private readonly order: TableOrder,
  ) {}

  /** Rows of a read (or of a write with RETURNING). */
  async query<Row extends object>(text: string, values: Values = []): Promise<Row[]> {
    return (await this.send(text, values)).rows as Row[];
  }

  /** The one row of a read that finds one or none. */
  async one<Row extends object>(text: string, values: Values = []): Promise<Row | undefined> {
    return (await this.query<Row>(text, values))[0];
  }

  /**
   * The last read of a unit that has nothing left to decide by it: sent now, taken up after the commit, which it fails if it fails.
   * The last of the new rows that wait (its line in the record) go in the same statement; the read must begin with `select`.
   */
  last<Row extends object>(text: string, values: Values): Underway<Row[]> {
    const waiting = this.waiting();
    const beside = waiting.pop();
    for (const write of waiting) this.owe(this.sendNow(write.text, write.values));
    const { text: read, values: all } = beside ? together(beside, { text, values }) : { text, values };
    const sent = this.sendNow(read, all);
    this.owe(sent);
    return new Underway(sent.then(({ rows }) => rows as Row[]));
  }

  /** Number of rows changed, for updates whose condition decides. */
  async change(text: string, values: Values = []): Promise<number> {
    return (await this.send(text, values)).rowCount ?? 0;
  }

  /** A write whose answer is not needed: sent now, answered for at commit. */
  write(text: string, values: Values = []): void {
    this.owe(this.send(text, values));
  }

  /** @internal statements without parameters, in one message; answered for at commit */
  simple(text: string): void {
    this.gather();
    this.owe(this.client.query(text));
  }

  /** A new row. Leaves with others of its table before the next statement, and at the latest before the commit. */
  insert(into: BulkInsert, row: Values): void {
    const rows = this.rows.get(into) ?? [];
    this.rows.set(into, rows);
    rows.push(row);
  }

  /** A write that must come after the new rows it speaks of, and need not come sooner. */
  afterInserts(text: string, values: Values): void {
    this.late.push({ text, values });
  }

  /** Sends the new rows that wait, in the order the foreign keys ask for. */
  flush(): void {
    for (const { text, values } of this.waiting()) this.owe(this.sendNow(text, values));
  }

  /** Takes what waits, as statements in the order the foreign keys ask for. */
  private waiting(): Statement[] {
    if (this.rows.size === 0 && this.late.length === 0) return [];
    const tables = [...this.rows].sort(([a], [b]) => this.order.levelOf(a.table) - this.order.levelOf(b.table));
    const inserts = tables.flatMap(([into, rows]) => into.statements(rows));
    this.rows.clear();
    return [...inserts, ...this.late.splice(0)];
  }

  private owe(sent: Promise<unknown>): void {
    sent.catch(() => undefined); // the rejection is read in settle(); this keeps Node from calling it unhandled before
    this.pending.push(sent);
  }

  /**
   * What this unit of work has learnt, made at first use and gone with it: a look-up done once instead of for every row. Whoever
   * keeps rows here adds those it writes. An attempt that fails takes all of it along, since some of it is no longer true.
   */
  memory<T>(name: string, make: () => T): T {
    if (!this.learnt.has(name)) this.learnt.set(name, make());
    return this.learnt.get(name) as T;
  }

  /** Runs after the commit is durable: wake-ups only, never anything that must not be lost. */
  afterCommit(work: () => void): void {
    this.committed.push(work);
  }

  /** Throws the first failure of the writes made so far. */
  async settle(): Promise<void> {
    this.flush();
    await Promise.all(this.pending);
    this.pending.length = 0;
  }

  /** @internal the connection goes back to the pool: whoever still holds on to this transaction must not write on somebody else's */
  close(): void {
    this.closed = true;
  }

  /** @internal called by the unit of work alone */
  announceCommit(): void {
    for (const work of this.committed) work();
  }

  /** @internal drops what a rolled-back savepoint would have announced */
  mark(): { pending: number; committed: number } {
    return { pending: this.pending.length, committed: this.committed.length };
  }

  /** @internal */
  forgetSince(mark: { pending: number; committed: number }): void {
    this.pending.length = Math.min(this.pending.length, mark.pending);
    this.committed.length = mark.committed;
    this.learnt.clear();
    this.rows.clear();
    this.late.length = 0;
  }

  /** What is sent in one go of the event loop leaves in one packet: writing costs more than what is written. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const { stream } = (this.client as unknown as { connection: { stream: Writable } }).connection;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }

  private send(text: string, values: Values): Promise<QueryResult> {
    this.flush();
    return this.sendNow(text, values);
  }

  private sendNow(text: string, values: Values): Promise<QueryResult> {
    if (this.closed) return Promise.reject(new Error('the unit of work has ended'));
    this.gather();
    return this.client.query(prepared(text, values)).catch(async (error: unknown) => {
      // an earlier write failed and nobody has looked yet: that failure is the one to tell of
      if ((error as { code?: string }).code === IN_FAILED_TRANSACTION) await this.settle();
      throw error;
    });
  }
}

const current = new AsyncLocalStorage<Transaction | undefined>();

/** The transaction of the unit of work we are in. Outside one it throws, so that nothing runs unguarded by mistake. */
export function tx(): Transaction {
  const transaction = current.getStore();
  if (!transaction) throw new Error('no unit of work: database access outside UnitOfWork.run');
  return transaction;
}

/** @internal */
export function withTransaction<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  return current.run(transaction, work);
}

/** @internal */
export function currentTransaction(): Transaction | undefined {
  return current.getStore();
}

/** @internal work that begins units of its own, whoever set it off: it joins none that is still open around it */
export function outsideTransactions<T>(work: () => T): T {
  return current.run(undefined, work);
}
