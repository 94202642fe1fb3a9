import { tx, type Transaction } from './transaction.js';

interface Round<Row> {
  keys: Set<string>;
  found: Promise<Map<string, Row>>;
}

/**
 * Rows looked for one by one, read together: what is asked for in one turn of the event loop of a unit of work is one statement. Where
 * many things are done at once in a unit (`together`), each step of all of them then costs what it costs for one. Nothing is kept: who
 * asks later, asks again.
 */
export class Gathered<Row extends { key: string }> {
  private readonly rounds = new WeakMap<Transaction, Round<Row>>();

  /** @param read rows of these keys, which are different; what it does not find is undefined to whoever asked for it */
  constructor(private readonly read: (keys: string[]) => Promise<Row[]>) {}

  async of(key: string): Promise<Row | undefined> {
    const transaction = tx();
    let round = this.rounds.get(transaction);
    if (!round) this.rounds.set(transaction, (round = this.begin(transaction)));
    round.keys.add(key);
    return (await round.found).get(key);
  }

  private begin(transaction: Transaction): Round<Row> {
    const keys = new Set<string>();
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      this.rounds.delete(transaction);
      const rows = await this.read([...keys].sort());
      return new Map(rows.map((row) => [row.key, row]));
    });
    found.catch(() => undefined); // whoever asked is told
    return { keys, found };
  }
}
