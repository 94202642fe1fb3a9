import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { EventLog } from '../log/event-log.js';
import { BODY_LIMITS } from './accepts.js';
import { addBodyParsers, checkAddress, checkMediaType } from './bodies.js';
import { addCookies } from './cookies.js';
import { unavailable } from './database-errors.js';
import type { Gate } from './gate.js';
import { setHeaders } from './headers.js';
import { Problem } from './problem.js';
import { answerExpectation, answerRawError } from './raw-errors.js';
import { type Refusals, routeFacts } from './refusals.js';
import type { RouteTable } from './routes.js';

/** What the edge needs once the application stands; until then every request answers 503. */
export interface Armed {
  gate: Gate;
  routes: RouteTable;
  refusals: Refusals;
  overHttps: boolean;
}

/** Longer than any id or token in a path; beyond it the path answers 404. */
const MAX_PARAMETER = 512;
const REQUEST_TIMEOUT_MS = 60_000;

/** Fastify under Nest, with our hooks in front of the framework's own. Make one per application. */
export class EdgeAdapter extends FastifyAdapter {
  private armed: Armed | undefined;
  /** routes that the server answers, as they were registered */
  readonly served: { method: string; path: string }[] = [];

  constructor(
    private readonly log: EventLog,
    trustedProxies: readonly string[] = [],
  ) {
    const late: { adapter?: EdgeAdapter } = {}; // `this` may not be named before super, not even in callbacks
    const refuse: OnRouterError = (error, request, reply) => void late.adapter!.refuse(error, request, reply);
    const server = makeServer(refuse, trustedProxies);
    // Ahead of the framework's hooks, which would answer some requests before ours saw them.
    server.addHook('onRequest', (request, reply) => late.adapter!.admit(request, reply));
    server.addHook('onResponse', (request, reply, done) => late.adapter!.answered(request, reply, done));
    server.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) late.adapter!.served.push({ method: one, path: url });
    });
    super(server as never);
    late.adapter = this;
    addBodyParsers(server, (request) => this.readsBody(request));
  }

  /** Opens the door. */
  arm(armed: Armed): void {
    this.armed = armed;
  }

  /** Our parsers stand already; the framework must not put its lenient ones in their place. */
  override registerParserMiddleware(): void {}

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    setHeaders(request, reply, this.armed?.overHttps ?? false);
    if (!this.armed) throw unavailable();
    await this.armed.gate.admit(request);
    if (!request.headers.host) throw new Problem(400, 'bad-request', 'The Host header is missing.');
    checkAddress(request);
    if (request.is404) throw Problem.notFound();
    checkMediaType(request);
  }

  private readsBody({ method, routeOptions }: FastifyRequest): boolean {
    return this.armed?.routes.find(method, routeOptions.url)?.takesBody ?? false;
  }

  /** Addresses that the router cannot read reach no hook, so they pass the gate here. */
  private async refuse(error: Error, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    setHeaders(request, reply, this.armed?.overHttps ?? false);
    let outcome: unknown = error;
    try {
      await this.armed?.gate.admit(request);
    } catch (refusal) {
      outcome = refusal;
    }
    if (this.armed) await this.armed.refusals.answer(outcome, request, reply);
    else void reply.code(503).send();
  }

  private answered(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const durationMs = Math.round(reply.elapsedTime * 10) / 10;
    const who = { actorKind: request.actor?.kind, actor: request.actor?.id };
    this.log.info('http.answered', {
      reference: request.id,
      ...routeFacts(request),
      status: reply.statusCode,
      durationMs,
      ...who,
    });
    done();
  }
}

type OnRouterError = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

function makeServer(frameworkErrors: OnRouterError, trustedProxies: readonly string[]): FastifyInstance {
  const server = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMITS.json,
    // anybody can send X-Forwarded-For: it counts only from proxies we know
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAMETER },
    // a missing Host is refused by us, as a problem
    http: { requireHostHeader: false },
    frameworkErrors: frameworkErrors as never,
    clientErrorHandler: (error: Error, socket: Socket) => answerRawError(error, socket),
  });
  server.decorateRequest('actor', null);
  server.decorateRequest('session', null);
  addCookies(server as unknown as FastifyInstance);
  server.server.on('checkExpectation', answerExpectation);
  return server as unknown as FastifyInstance;
}
