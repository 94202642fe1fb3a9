import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { withClient } from '../bench/bench-database.js';

/** One row after the other with synchronous_commit off, on the same server: what the setting that we refuse would lose. */
export class LooseWriter {
  readonly acknowledged: number[] = [];
  private stopping = false;
  private writing: Promise<void> | undefined;

  private constructor(private readonly url: string) {}

  static async start(url: string): Promise<LooseWriter> {
    const writer = new LooseWriter(url);
    await withClient(url, (client) => client.query('create table drill.loose (n bigint primary key)'));
    writer.writing = writer.write();
    return writer;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.writing;
  }

  async lost(): Promise<number> {
    return withClient(this.url, async (client) => {
      const { rows } = await client.query<{ lost: number }>(
        'select count(*)::int as lost from unnest($1::bigint[]) as given(n) where not exists (select from drill.loose l where l.n = given.n)',
        [this.acknowledged],
      );
      return rows[0]!.lost;
    });
  }

  private async write(): Promise<void> {
    for (let n = 0; !this.stopping;) {
      const client = new pg.Client({ connectionString: this.url });
      client.on('error', () => undefined); // whatever waits for it hears of it
      try {
        await client.connect();
        await client.query('set synchronous_commit = off');
        while (!this.stopping) {
          await client.query('insert into drill.loose values ($1)', [++n]);
          this.acknowledged.push(n);
          await sleep(2);
        }
      } catch {
        await sleep(50);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }
}
