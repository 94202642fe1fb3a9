import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';
import { withClient } from '../bench/bench-database.js';
import type { AlertHouse } from './alert-house.js';

const ANSWER_MS = 15_000;

/** Somebody who sets actions through the API without pause, and remembers every one that was acknowledged. */
export class WriteLoad {
  readonly acknowledged: string[] = [];
  refused = 0;
  cutOff = 0;
  private stopping = false;
  private writers: Promise<void>[] = [];

  private constructor(
    private readonly house: AlertHouse,
    private readonly url: string,
    private readonly token: string,
    private readonly caseIds: readonly string[],
    private readonly agencyId: string,
  ) {}

  static async prepare(house: AlertHouse, url: string): Promise<WriteLoad> {
    const token = newToken();
    return withClient(house.adminUrl, async (client) => {
      await client.query(
        `insert into identity.sessions (id, user_id, token_hash, expires_at)
         select gen_random_uuid(), u.id, $1, now() + interval '2 hours' from identity.users u where u.email = 'coordinator.nb@example.org'`,
        [tokenHash(token)],
      );
      const cases = await client.query<{ id: string }>('select c.id from access.cases c');
      const agency = await client.query<{ id: string }>(`select g.id from maracs.agencies g where g.name = 'Housing'`);
      return new WriteLoad(house, url, token, cases.rows.map(({ id }) => id), agency.rows[0]!.id); // prettier-ignore
    });
  }

  start(connections: number, words = 'Fit new locks'): void {
    this.stopping = false;
    this.writers = Array.from({ length: connections }, (_, at) => this.write(at, words));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.writers);
  }

  /** Waits for so many more to be acknowledged. False when that took too long. */
  async more(count: number, patienceMs: number): Promise<boolean> {
    const [want, end] = [this.acknowledged.length + count, performance.now() + patienceMs];
    while (this.acknowledged.length < want) {
      if (performance.now() > end) return false;
      await sleep(5);
    }
    return true;
  }

  /** Of what was acknowledged, how much is not there whole: the action, its line in the record and what is due for it. */
  async lost(): Promise<number> {
    return withClient(this.house.adminUrl, async (client) => {
      const { rows } = await client.query<{ lost: number }>(
        `select count(*)::int as lost from unnest($1::uuid[]) as given(id)
          where not exists (select from actions.actions a where a.id = given.id)
             or not exists (select from audit.events e where e.action = 'action.agreed' and e.subject_id = given.id::text)
             or not exists (select from platform.due d where d.lane = 'TIME' and d.subject = given.id)`,
        [this.acknowledged],
      );
      return rows[0]!.lost;
    });
  }

  private async write(at: number, words: string): Promise<void> {
    for (let n = at; !this.stopping; n++) {
      const caseId = this.caseIds[n % this.caseIds.length]!;
      try {
        const answer = await fetch(`${this.url}/api/v1/cases/${caseId}/actions`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${this.token}`,
            'content-type': 'application/json',
            'idempotency-key': randomUUID(),
          },
          body: JSON.stringify({
            ownerAgencyId: this.agencyId,
            ownerPost: 'Duty officer',
            text: words,
            target: 'VICTIM',
          }),
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        const body = (await answer.json()) as { id?: string };
        if (answer.status === 201 && body.id) this.acknowledged.push(body.id);
        else {
          this.refused++;
          await sleep(20);
        }
      } catch {
        this.cutOff++;
        await sleep(20);
      }
    }
  }
}
