import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { boardRoutes } from '../../src/operations/queue-board.service.js';
import { RELAY } from '../../src/platform/events/relay.js';
import { Jobs } from '../../src/platform/queue/jobs.js';
import { QueueLink } from '../../src/platform/queue/queue-link.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';

/** The queue as administrators look at it: behind the sign-in, with nothing to press. */
let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
});
afterAll(() => app?.stop());

const get = (url: string, token?: string, method = 'GET') =>
  app.app.inject({ method: method as 'GET', url, headers: token ? { authorization: `Bearer ${token}` } : {} });
const filled = (path: string) => path.replace(/:(\w+)/g, 'work').replace('*', 'css/none.css');
const paths = boardRoutes().map(({ path }) => filled(path));

test('the anonymous get 401 from every address of it, files too', async () => {
  for (const path of paths) expect((await get(path)).statusCode).toBe(401);
});

test.each(['coordinator', 'chair', 'idva', 'auditor', 'analyst'] as const)('%s gets 403', async (who) => {
  for (const path of paths) expect((await get(path, world[who].token)).statusCode).toBe(403);
});

describe('an administrator', () => {
  test('gets the page, whose policy lets it fetch from us alone', async () => {
    const { statusCode, headers, body } = await get('/queues/', world.administrator.token);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self';.*style-src 'self';/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(body).not.toMatch(/https?:\/\/|<%/);
    expect(body).toContain('<base href="/queues/"');
    const script = /<script defer src="([^"]+)"/.exec(body)![1]!;
    const file = await get(`/queues/${script}`, world.administrator.token);
    expect([file.statusCode, String(file.headers['content-type'])]).toEqual([
      200,
      expect.stringContaining('javascript'),
    ]);
  });

  test('sees the queue and what waits in it: ids alone', async () => {
    app.get(Jobs).add(RELAY, {}, { delayMs: 600_000, jobId: 'board-test' });
    const queue = await app.get(QueueLink).queue();
    while (!(await queue.getJob('board-test'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const { statusCode, body } = await get(
      '/queues/api/queues?activeQueue=work&status=delayed&page=1&jobsPerPage=10',
      world.administrator.token,
    );
    expect(statusCode).toBe(200);
    const [shown] = (JSON.parse(body) as any).queues;
    expect(shown).toMatchObject({ name: 'work', readOnlyMode: true });
    const job = shown.jobs.find(({ id }: { id: string }) => id === 'board-test');
    expect(job).toMatchObject({ name: RELAY.name });
    expect(JSON.parse(typeof job.data === 'string' ? job.data : JSON.stringify(job.data))).toEqual({
      epoch: expect.any(Number),
      ids: {},
    });
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('finds nothing to change by %s', async (method) => {
    for (const step of ['pause', 'clean/failed', 'add', 'obliterate']) {
      const path = ['', 'queues', 'api', 'queues', 'work', step].join('/');
      expect((await get(path, world.administrator.token, method)).statusCode).toBe(404);
    }
  });

  test('does not leave the folder of files', async () => {
    for (const path of [
      '/queues/static/../index.ejs',
      '/queues/static/%2e%2e/%2e%2e/package.json',
      '/queues/static/..%2f..%2fpackage.json',
    ])
      expect((await get(path, world.administrator.token)).statusCode).toBeGreaterThanOrEqual(400);
  });
});
