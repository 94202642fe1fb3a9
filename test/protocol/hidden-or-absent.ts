import { randomUUID } from 'node:crypto';
import { median } from '../bench/bench.js';
import type { TestApp } from '../support/app.js';
import type { TestUser } from '../support/world.js';

export interface Alike {
  pairs: number;
  /** pairs whose status, body or headers differ beyond what differs between any two answers */
  unlike: string[];
  /** median time for the hidden one less that for the absent one, ms */
  medianDifference: number;
}

/** A route that names a case or something of it, with what it takes. */
export interface Asked {
  method: 'GET' | 'POST';
  path: (id: string) => string;
  hidden: string;
  body?: unknown;
}

/** Asks for what is hidden and for what never was, turn by turn and in changing order, as somebody who may see neither. */
export async function hiddenOrAbsent(
  app: TestApp,
  as: TestUser,
  routes: readonly Asked[],
  pairs: number,
): Promise<Alike> {
  const times: { hidden: number[]; absent: number[] } = { hidden: [], absent: [] };
  const unlike: string[] = [];
  for (let i = 0; i < pairs; i++) {
    const route = routes[i % routes.length]!;
    const ask = async (id: string, which: 'hidden' | 'absent') => {
      const begun = performance.now();
      const answer = await app.request(route.method, route.path(id), { as, body: route.body });
      times[which].push(performance.now() - begun);
      return told(answer.status, answer.headers, answer.body, id);
    };
    const absent = randomUUID();
    const answers: string[] = [];
    if (i % 2 === 0) answers.push(await ask(route.hidden, 'hidden'), await ask(absent, 'absent'));
    else answers.push(await ask(absent, 'absent'), await ask(route.hidden, 'hidden'));
    if (answers[0] !== answers[1]) unlike.push(`${route.method} ${route.path('ID')}: ${answers.join(' but ')}`);
  }
  return { pairs, unlike, medianDifference: median(times.hidden) - median(times.absent) };
}

/** An answer without what is new in every answer (its reference, its date) and without the id that was asked for. */
function told(status: number, headers: Record<string, unknown>, body: Record<string, unknown>, id: string): string {
  const { date: _, ...lasting } = headers;
  const { reference: __, ...said } = body;
  const text = JSON.stringify({ status, headers: lasting, body: said });
  return text.replaceAll(id, 'ID').replaceAll(String(body['reference']), 'REFERENCE');
}
