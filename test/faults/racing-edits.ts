import pg from 'pg';
import type { Api } from './racing-api.js';

const LANES = 16;

export interface Edits {
  tried: number;
  taken: number;
  stale: number;
  withoutVersion: number;
}

/** Edits one action from many sides at once, each saying the version that it saw last. */
export async function racingEdits(api: Api, id: string, most: number): Promise<Edits> {
  const edits: Edits = { tried: 0, taken: 0, stale: 0, withoutVersion: (await move(api, id, 0)).status };
  await inLanes(async () => {
    let version = ((await api.get(`/actions/${id}`)).body as { version: number }).version;
    while (edits.tried < most) {
      const { status, body } = await move(api, id, ++edits.tried, version);
      if (status === 200) edits.taken++;
      if (status === 412) edits.stale++;
      version = status === 200 ? (body as { version: number }).version : ((await api.get(`/actions/${id}`)).body as { version: number }).version; // prettier-ignore
    }
  });
  return edits;
}

function move(api: Api, id: string, n: number, version?: number) {
  const day = new Date(Date.now() + (30 + (n % 300)) * 86_400_000).toISOString().slice(0, 10);
  return api.post(
    `/actions/${id}/due-date`,
    { dueOn: day, reason: `Edit ${n}` },
    version === undefined ? {} : { 'if-match': `"${version}"` },
  );
}

/** The baseline: read, change, write, as an application does that knows no versions. */
export async function bareEdits(url: string, most: number): Promise<{ edits: number; lost: number }> {
  const pool = new pg.Pool({ connectionString: url, max: LANES });
  try {
    await pool.query('create table if not exists public.bare_edits (n int not null)');
    await pool.query('insert into public.bare_edits values (0)');
    let edits = 0;
    await inLanes(async () => {
      while (edits < most) {
        edits++;
        const { rows } = await pool.query<{ n: number }>('select n from public.bare_edits');
        await pool.query('update public.bare_edits set n = $1', [rows[0]!.n + 1]);
      }
    });
    const { rows } = await pool.query<{ n: number }>('select n from public.bare_edits');
    return { edits, lost: edits - rows[0]!.n };
  } finally {
    await pool.end();
  }
}

async function inLanes(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, work));
}
