import type { Socket } from 'node:net';
import type { PoolClient } from 'pg';

/** Longer than the database lets any statement take: a server that says nothing for so long is not there any more. */
export const LONGEST_SILENCE_MS = 40_000;

/** The server did not answer in time; the connection is given up. */
export class WentSilent extends Error {
  readonly code = 'database-went-silent';
  readonly messageIsSafe = true;

  constructor() {
    super('the database went silent');
    this.name = 'WentSilent';
  }
}

/**
 * Connections whose other end is gone without a word (a network cut, a machine without power): TCP alone would let a statement wait on
 * them for hours. Where one of a pool is found out, the others of its age are not trusted either.
 */
export class Silence {
  private readonly provedAt = new WeakMap<PoolClient, number>();
  private suspectedAt = -Infinity;

  /** True of a connection that was last heard of before another one went dead. */
  suspects(client: PoolClient): boolean {
    return (this.provedAt.get(client) ?? Infinity) < this.suspectedAt;
  }

  /** Gives the connection up when the server says nothing for so long. @returns the function that ends the watch */
  watch(client: PoolClient, patienceMs: number): (broken: boolean) => void {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const giveUp = () => {
      // what was heard of since this one was asked was heard of after the wire broke
      this.suspectedAt = Math.max(this.suspectedAt, performance.now() - patienceMs);
      stream.destroy(new WentSilent());
    };
    // a process that was busy itself hears of the time before it reads what came meanwhile
    const askAgain = () => {
      const heard = stream.bytesRead;
      setImmediate(() => {
        if (ended) return; // by what was read: the next who asks on it has a watch of their own
        if (stream.bytesRead === heard) giveUp();
        else stream.once('timeout', askAgain);
      });
    };
    let ended = false;
    stream.setTimeout(patienceMs);
    stream.once('timeout', askAgain);
    return (broken) => {
      ended = true;
      stream.off('timeout', askAgain);
      stream.setTimeout(0);
      if (!broken) this.provedAt.set(client, performance.now());
    };
  }
}
