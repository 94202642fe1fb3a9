import type { PoolClient } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { within } from '../queue/loop.js';
import { LONGEST_SILENCE_MS, Silence, WentSilent } from './silence.js';

type Connected = [client: PoolClient, release: (broken?: Error) => void];

interface Lent {
  client: PoolClient;
  broken: Error | undefined;
  giveBack: () => void;
  /** false once the pool has taken it back because it is being closed */
  isOurs: () => boolean;
}

/** Connections of TypeORM's own pool, without the query runner around them: that would cost as much as a statement. */
export class Connections {
  private readonly silence = new Silence();
  private readonly kept = new Map<string, Lent>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * @param patienceMs how long the database may say nothing before the connection is given up for dead
   * @param keptFor who does the same again and again has a connection of their own, on which their statements are planned already; one at
   *   a time: beside it, any connection will do
   */
  async use<T>(
    work: (client: PoolClient) => Promise<T>,
    patienceMs = LONGEST_SILENCE_MS,
    keptFor?: string,
  ): Promise<T> {
    const lent = this.takeKept(keptFor) ?? (await this.lend(patienceMs));
    const endWatch = this.silence.watch(lent.client, patienceMs);
    try {
      return await work(lent.client);
    } finally {
      endWatch(lent.broken !== undefined);
      if (keptFor === undefined || lent.broken || !lent.isOurs() || this.kept.has(keptFor)) lent.giveBack();
      else this.kept.set(keptFor, lent);
    }
  }

  private takeKept(keptFor: string | undefined): Lent | undefined {
    const lent = keptFor === undefined ? undefined : this.kept.get(keptFor);
    if (!lent) return undefined;
    this.kept.delete(keptFor!);
    if (this.silence.suspects(lent.client)) lent.broken ??= new WentSilent();
    if (!lent.broken && lent.isOurs()) return lent;
    lent.giveBack();
    return undefined;
  }

  private async lend(patienceMs: number): Promise<Lent> {
    const driver = this.dataSource.driver as PostgresDriver;
    const [client, release] = await this.trusted(driver, patienceMs);
    const held = driver.connectedQueryRunners;
    const note = (error: Error) => (lent.broken = error);
    const giveBack = (): void => {
      if (!held.includes(entry)) return;
      held.splice(held.indexOf(entry), 1);
      client.off('error', note);
      release(lent.broken); // a broken connection does not go back to the pool
    };
    // when the pool is closed it takes back what is still out, so that work that hangs does not keep the process from stopping
    const entry = { release: async () => giveBack() } as unknown as QueryRunner;
    const lent: Lent = { client, broken: undefined, giveBack, isOurs: () => held.includes(entry) };
    held.push(entry);
    client.on('error', note);
    return lent;
  }

  private async trusted(driver: PostgresDriver, patienceMs: number): Promise<Connected> {
    for (;;) {
      const asked = driver.obtainMasterConnection() as Promise<Connected>;
      // only who is in a hurry watches the time: it would cost every request
      const [client, release] = await (patienceMs < LONGEST_SILENCE_MS ? hurried(asked, patienceMs) : asked);
      if (!this.silence.suspects(client)) return [client, release];
      release(new WentSilent());
    }
  }
}

/** A connection that comes too late goes back to the pool. */
function hurried(asked: Promise<Connected>, patienceMs: number): Promise<Connected> {
  return within(patienceMs, asked).catch((error: unknown) => {
    asked.then(([, giveBack]) => giveBack()).catch(() => undefined);
    throw error;
  });
}
