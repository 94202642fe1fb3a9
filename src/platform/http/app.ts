import type { INestApplication } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Settings } from '../config/settings.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { EventLog } from '../log/event-log.js';
import type { PermissionName } from './allow.js';
import { DeclaredAnswers } from './answers.js';
import { EdgeAdapter } from './edge.adapter.js';
import { EtagInterceptor } from './etag.interceptor.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import type { KeptAnswers } from '../idempotency/kept-answers.js';
import type { ReplayGuard } from '../idempotency/replay-guard.js';
import { EXPLORER_ROUTES, serveExplorer } from './explorer.js';
import { Gate } from './gate.js';
import { buildOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { RefusalRecorder } from './refusal-recorder.js';
import { Refusals } from './refusals.js';
import { collectRoutes, type Route, RouteTable } from './routes.js';
import type { Authenticate } from './signed-in.js';
import { UnitOfWorkInterceptor } from './unit-of-work.interceptor.js';
import { InputPipe } from './validation.js';

export const API_PREFIX = 'api/v1';
const HEALTH = ['health/live', 'health/ready'];

export interface EdgeOptions {
  /** every permission that some role may hold */
  permissions: ReadonlySet<PermissionName>;
  authenticate: Authenticate;
  /** of the product, for the API's description */
  version: string;
  /** paths of controllers that stand outside /api/v1 (health does anyway) */
  unprefixed?: string[];
  /** routes registered on the server itself, without a controller (static files): each a decision of ours */
  ownRoutes?: Route[];
  /** registers them */
  serveOwn?: (server: FastifyInstance) => void;
  /** what is needed for requests with an Idempotency-Key; without it the header is not looked at */
  idempotency?: { kept: KeptAnswers; guard: ReplayGuard };
}

/**
 * The one adapter to create the application with: `NestFactory.create(AppModule, createAdapter(log), { logger })`.
 * @param trustedProxies addresses and ranges whose X-Forwarded-For is believed
 */
export function createAdapter(log: EventLog, trustedProxies: readonly string[] = []): EdgeAdapter {
  return new EdgeAdapter(log, trustedProxies);
}

function setPrefix(app: INestApplication, unprefixed: string[] = []): void {
  app.setGlobalPrefix(API_PREFIX, { exclude: [...HEALTH, ...unprefixed] });
}

function idempotent(app: INestApplication, { idempotency }: EdgeOptions): IdempotencyInterceptor[] {
  return idempotency ? [new IdempotencyInterceptor(idempotency.kept, idempotency.guard, app.get(Reflector))] : [];
}

/**
 * The OpenAPI document of an application that need not be started: created with `preview: true`, it needs no database either.
 * The same that a started one serves at /api/openapi.json.
 */
export function describeApi(
  app: INestApplication,
  options: Pick<EdgeOptions, 'permissions' | 'version' | 'unprefixed'>,
): OpenAPIObject {
  setPrefix(app, options.unprefixed);
  return buildOpenApi(app, collectRoutes(app, options.permissions), EXPLORER_ROUTES, options.version);
}

/**
 * Builds the HTTP edge around an application made with `createAdapter`, starts it (`app.init()`, plugins too) and opens the
 * gate. Then `app.listen(port, host)`.
 *
 * @throws UnguardedRoute for a route that nobody decided about
 */
export async function configureHttp(app: NestFastifyApplication, options: EdgeOptions): Promise<RouteTable> {
  const adapter = app.getHttpAdapter() as unknown as EdgeAdapter;
  if (!(adapter instanceof EdgeAdapter)) throw new Error('the application must be created with createAdapter()');
  const settings = app.get(Settings, { strict: false });
  const refusals = new Refusals(app.get(EventLog, { strict: false }), app.get(RefusalRecorder, { strict: false }));
  setPrefix(app, options.unprefixed);
  const declared = collectRoutes(app, options.permissions);
  app.useGlobalFilters(new ProblemFilter(refusals));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalInterceptors(
    new EtagInterceptor(),
    new UnitOfWorkInterceptor(app.get(UnitOfWork, { strict: false }), app.get(Reflector)),
    ...idempotent(app, options),
    new DeclaredAnswers(),
  );
  serveExplorer(adapter.getInstance(), () =>
    JSON.stringify(buildOpenApi(app, declared, EXPLORER_ROUTES, options.version)),
  );
  options.serveOwn?.(adapter.getInstance());
  await app.init();
  await adapter.getInstance().ready();
  const table = new RouteTable([...declared, ...EXPLORER_ROUTES, ...(options.ownRoutes ?? [])]);
  table.assertCovers(adapter.served);
  adapter.arm({
    gate: new Gate(table, options.authenticate, settings.publicUrl),
    routes: table,
    refusals,
    overHttps: settings.publicUrl.startsWith('https:'),
  });
  return table;
}
