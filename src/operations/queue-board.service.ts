import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import fastifyStatic from '@fastify/static';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BOARD_POLICY } from '../platform/http/headers.js';
import { unavailable } from '../platform/http/database-errors.js';
import type { Route } from '../platform/http/routes.js';
import type { WorkQueue } from '../platform/queue/backend.js';
import { QueueLink } from '../platform/queue/queue-link.js';
import { BOARD, BoardAdapter } from './board-adapter.js';

/** The routes below: each asks for the permission, the files of the page too. */
export function boardRoutes(): Route[] {
  const { adapter } = BoardAdapter.make();
  const paths = [...adapter.pages, ...adapter.reads.keys(), `${adapter.files.route}/*`].map(
    (path) => `${BOARD}${path}`,
  );
  const access = { kind: 'permission', permission: 'jobs:read' } as const;
  return paths.map((path) => ({ method: 'GET', path, handler: 'queue-board', access }));
}

/** The queue as bull-board shows it, behind our own sign-in, to look at alone. Jobs carry ids; what failed for good is in stuck work. */
@Injectable()
export class QueueBoard {
  private readonly made = BoardAdapter.make();
  private shown: WorkQueue | undefined;

  constructor(private readonly link: QueueLink) {}

  /** Registers its routes on the server. */
  serve(server: FastifyInstance): void {
    const { adapter } = this.made;
    void server.register(fastifyStatic, {
      root: adapter.files.folder,
      prefix: `${BOARD}${adapter.files.route}/`,
      decorateReply: false,
      index: false,
      cacheControl: false,
    });
    for (const path of adapter.pages)
      server.get(`${BOARD}${path}`, async (_request, reply) => {
        void reply.type('text/html; charset=utf-8').header('content-security-policy', BOARD_POLICY);
        return this.page();
      });
    for (const [path, read] of adapter.reads)
      server.get(`${BOARD}${path}`, async (request: FastifyRequest, reply) => {
        await this.connect();
        const { params, query } = request as { params: Record<string, string>; query: Record<string, string> };
        const { status = 200, body } = await read({ params, query });
        void reply.status(status);
        return body;
      });
  }

  /** Shows the queue as it is connected now. @throws Problem 503 when it cannot be reached */
  private async connect(): Promise<void> {
    const queue = await this.link.queue().catch(() => {
      throw unavailable();
    });
    if (queue === this.shown) return;
    this.made.board.replaceQueues([new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })]);
    this.shown = queue;
  }

  /** The page without what it would fetch from elsewhere; our policy would not let it. */
  private async page(): Promise<string> {
    const { adapter } = this.made;
    const template = await readFile(join(adapter.views, 'index.ejs'), 'utf8');
    const values = adapter.page;
    return template
      .replace(/<link href="https:[^>]*>/g, '')
      .replace(/<%- (\w+) %>/g, (_, name: string) => values[name] ?? '') // JSON, whose < and > the board has escaped
      .replace(/<%= (\w+) %>/g, (_, name: string) => escaped(values[name] ?? ''));
  }
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
