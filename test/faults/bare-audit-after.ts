import http from 'node:http';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/**
 * The baseline of audited reading: node:http and pg, which answer and then write down that they did, as audit trails are often
 * added. Reads BARE_URL, READER and PORT.
 */
const pool = new pg.Pool({ connectionString: process.env['BARE_URL'], max: 10 });
const CASE = `select json_build_object('case', c.ref, 'people', (select json_agg(p) from persons.persons p where p.case_id = c.id))::text as body
                from access.cases c where c.id = $1`;
const AFTER = `insert into audit.events (id, actor_kind, actor_id, action, subject_kind, subject_id, outcome) values ($1, 'user', $2, 'case.opened', 'case', $3, 'DONE')`;

async function answer(caseId: string, response: http.ServerResponse): Promise<void> {
  const { rows } = await pool.query<{ body: string }>({ name: 'case', text: CASE, values: [caseId] });
  response.setHeader('content-type', 'application/json');
  response.end(rows[0]?.body);
  await pool.query({ name: 'after', text: AFTER, values: [randomUUID(), process.env['READER'], caseId] });
}

http
  .createServer((request, response) => {
    if (request.url === '/ready') return void response.end();
    answer(request.url?.split('/').at(-1) ?? '', response).catch(() => response.destroy());
  })
  .listen(Number(process.env['PORT']), '127.0.0.1');
