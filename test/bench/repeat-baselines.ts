import type pg from 'pg';
import { Chance } from '../../src/sample/prng.js';
import { rounded, type Say, scaled } from './bench.js';
import { type BenchDatabase, withClient } from './bench-database.js';
import { idOf, victimId } from './register-couples.js';
import { percentile } from './repeat-answers.js';
import { type Query, queryAbout } from './repeat-queries.js';

export type Baselines = Record<string, number>;

/** What one would do without keys. Prepared, through an index, as superuser: without guards and transactions. */
const EXACT = `select r.id from persons.persons v
  join referrals.referrals r on r.victim_id = v.id
  join persons.persons p on p.id = any (r.perpetrator_ids)
 where v.plain_family = persons.plain($1) and v.birth_date = $2 and v.plain_forename = split_part(persons.plain($3), ' ', 1)
   and p.plain_family = persons.plain($4) and p.birth_date = $5 and p.plain_forename = split_part(persons.plain($6), ' ', 1)`;

/** People whose whole name is like this one, the likest first: the victim alone. */
const TRIGRAM = `select p.id from persons.persons p where (p.plain_family || ' ' || p.plain_forename) % $1
 order by similarity(p.plain_family || ' ' || p.plain_forename, $1) desc limit 50`;
const TRIGRAM_INDEX = `create index bench_trigram on persons.persons using gin ((plain_family || ' ' || plain_forename) gin_trgm_ops)`;

const EXACT_QUERIES = 1_000;
const TRIGRAM_QUERIES = 60;

export async function baselines({ adminUrl }: BenchDatabase, couples: number, say: Say): Promise<Baselines> {
  return withClient(adminUrl, async (client) => {
    const exact = await timed(client, EXACT, repeats(couples, Math.max(200, scaled(EXACT_QUERIES))), exactValues, (id, query) => id === idOf('referral', query.of.number)); // prettier-ignore
    const begun = performance.now();
    await client.query(`create extension if not exists pg_trgm; set maintenance_work_mem = '1GB'`);
    await client.query(TRIGRAM_INDEX);
    try {
      say(`   trigram index: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
      await client.query('vacuum (analyze) persons.persons');
      const trigram = await timed(client, TRIGRAM, repeats(couples, TRIGRAM_QUERIES), ({ input: { victim } }) => [`${victim.familyName} ${victim.givenNames.split(' ')[0]}`.toLowerCase()], (id, query) => id === victimId(query.of.number)); // prettier-ignore
      return {
        ...{ 'exact match, p50 ms': rounded(exact.p50), 'exact match, recall': rounded(exact.recall) },
        ...{ 'trigram search, p50 ms': rounded(trigram.p50), 'trigram search, p99 ms': rounded(trigram.p99) },
        'trigram search, victim among the best 50': rounded(trigram.recall),
      };
    } finally {
      await client.query('drop index persons.bench_trigram');
    }
  });
}

function repeats(couples: number, count: number): Query[] {
  const chance = new Chance(1);
  const found: Query[] = [];
  while (found.length < count) {
    const query = queryAbout(couples, chance);
    if (query.kind === 'repeat') found.push(query);
  }
  return found;
}

function exactValues({ input: { victim, perpetrators } }: Query): (string | null)[] {
  return [victim, perpetrators[0]!].flatMap(({ familyName, birth, givenNames }) => [
    familyName,
    birth.value,
    givenNames,
  ]);
}

async function timed(
  client: pg.Client,
  text: string,
  queries: readonly Query[],
  valuesOf: (query: Query) => (string | null)[],
  isRight: (id: string, query: Query) => boolean,
): Promise<{ p50: number; p99: number; recall: number }> {
  const took: number[] = [];
  let right = 0;
  for (const query of queries) {
    const begun = performance.now();
    const { rows } = await client.query<{ id: string }>({ name: text.slice(0, 40), text, values: valuesOf(query) });
    took.push(performance.now() - begun);
    if (rows.some(({ id }) => isRight(id, query))) right++;
  }
  took.sort((a, b) => a - b);
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), recall: right / queries.length };
}
