import { randomUUID } from 'node:crypto';
import { buildContext } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { BulkSeed } from '../../src/sample/bulk-seed.service.js';
import { SAMPLE_PASSWORD } from '../../src/sample/partnership.service.js';
import { type Bar, type Bench, type Measured, scaled, type Say } from '../bench/bench.js';
import { type BenchDatabase, benchDatabase, withClient } from '../bench/bench-database.js';
import { Child, program } from '../bench/child.js';
import { bareEdits, type Edits, racingEdits } from './racing-edits.js';
import { Api } from './racing-api.js';

const PROCESSES = 2;
const CASES = 40;

/**
 * 1,000 POSTs with one Idempotency-Key at once, over two web processes: one effect. 10,000 edits of one action that race with each
 * other: none is lost. Baselines: the same POSTs without a key, and edits that do not say which version they saw.
 */
export const races: Bench = {
  about: '1,000 POSTs with one key at once, 10,000 racing edits, two web processes: one effect, no lost update',
  run: async (say) => {
    const database = await benchDatabase(say);
    const env = { DATABASE_URL: database.appUrl, DATA_KEYS: newDataKey(1), LOG_LEVEL: 'fatal', REDIS_URL: '' };
    const children: Child[] = [];
    try {
      await seed(env, say);
      const urls: string[] = [];
      for (let n = 0; n < PROCESSES; n++) {
        const port = await freePort();
        children.push(Child.start(program('src/main.js'), [], { ...env, PORT: String(port) }));
        urls.push(`http://127.0.0.1:${port}`);
        await children[n]!.answers(`${urls[n]}/health/ready`, performance.now());
      }
      return await race(database, urls, say);
    } finally {
      await Promise.all(children.map((child) => child.stop()));
      await database.release();
    }
  },
};

async function seed(env: Record<string, string>, say: Say): Promise<void> {
  const app = await buildContext(readSettings({ ...env, LOG_LEVEL: 'warn', SECOND_FACTOR: 'optional' }));
  try {
    await app.get(BulkSeed, { strict: false }).run(CASES, { marac: 'NB', onProgress: (line) => say(`   ${line}`) });
  } finally {
    await app.close();
  }
}

async function race({ adminUrl }: BenchDatabase, urls: string[], say: Say): Promise<Measured> {
  const api = await Api.signIn(urls, 'coordinator.nb@example.org', SAMPLE_PASSWORD);
  const [one] = await rows<{ caseId: string; agencyId: string }>(adminUrl, TARGET);
  if (!one) throw new Error('the seed has no case');
  const { caseId, agencyId } = one;
  const post = (text: string, key?: string) =>
    api.post(
      `/cases/${caseId}/actions`,
      { ownerAgencyId: agencyId, ownerPost: 'Duty officer', text, target: 'VICTIM' },
      key ? { 'idempotency-key': key } : {},
    );
  const effects = async (text: string) =>
    (await rows<{ n: number }>(adminUrl, 'select count(*)::int as n from actions.actions a where a.case_id = $1 and a.text = $2', [caseId, text]))[0]!.n; // prettier-ignore

  say('   one key');
  const key = randomUUID();
  const keyed = await Promise.all(Array.from({ length: scaled(1_000) }, () => post('Keyed', key)));
  const again = await post('Keyed', key);
  const changed = await post('Changed', key);
  say('   the same without a key');
  await Promise.all(Array.from({ length: scaled(200) }, () => post('Bare')));

  say('   racing edits');
  const { id } = (await post('Edited')).body as { id: string };
  const edits = await racingEdits(api, id, scaled(10_000));
  const [written] = await rows<{ version: number; notes: number }>(adminUrl, WRITTEN, [id]);
  const bare = await bareEdits(adminUrl, scaled(10_000));
  return measured({
    keyed,
    again,
    changed,
    effects: await effects('Keyed'),
    bareEffects: await effects('Bare'),
    edits,
    written: written!,
    bare,
  });
}

const TARGET = `
  select c.id as "caseId", mb.agency_id as "agencyId" from access.cases c join maracs.maracs m on m.id = c.marac_id
    join maracs.members mb on mb.marac_id = m.id where m.code = 'NB' order by c.id, mb.agency_id limit 1`;
const WRITTEN = `
  select a.version, (select count(*)::int from actions.updates u where u.action_id = a.id) as notes from actions.actions a where a.id = $1`;

interface Found {
  keyed: Awaited<ReturnType<Api['post']>>[];
  again: Awaited<ReturnType<Api['post']>>;
  changed: Awaited<ReturnType<Api['post']>>;
  effects: number;
  bareEffects: number;
  edits: Edits;
  written: { version: number; notes: number };
  bare: { edits: number; lost: number };
}

function measured({ keyed, again, changed, effects, bareEffects, edits, written, bare }: Found): Measured {
  const done = keyed.filter(({ status }) => status === 201);
  const fresh = done.filter(({ replayed }) => !replayed).length;
  const inFlight = keyed.filter(({ code }) => code === 'idempotency-in-flight').length;
  const alike = new Set([...done, again].map(({ text }) => text)).size;
  const exactly = (bar: string, want: number, got: number): Bar => ({ bar, want: `= ${want}`, got, ok: got === want });
  return {
    figures: {
      'POSTs with one key': keyed.length,
      'told that it is in flight (409)': inFlight,
      'given the answer again': done.length - fresh,
      'racing edits': edits.tried,
      'edits that were taken': edits.taken,
      'edits refused as stale (412)': edits.stale,
    },
    baselines: {
      'effects of 200 POSTs without a key': bareEffects,
      'edits without a version that were lost': bare.lost,
    },
    bars: [
      exactly('effects of one key', 1, effects),
      exactly('answers that did it', 1, fresh),
      exactly('different answers', 1, alike),
      exactly('neither answered nor in flight', 0, keyed.length - done.length - inFlight),
      exactly('status of a changed body', 422, changed.status),
      exactly('edits taken that are not in the version', 0, edits.taken - (written.version - 1)),
      exactly('edits taken that left no note', 0, edits.taken - written.notes),
      exactly('edits answered otherwise', 0, edits.tried - edits.taken - edits.stale),
      exactly('status without If-Match', 428, edits.withoutVersion),
    ],
  };
}

async function rows<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  return withClient(url, async (client) => {
    const { rows: found } = await client.query<Row>(text, values);
    return found;
  });
}
