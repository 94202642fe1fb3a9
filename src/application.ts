import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module.js';
import { KNOWN_PERMISSIONS } from './identity/roles.rules.js';
import { SessionsService } from './identity/sessions.service.js';
import { boardRoutes, QueueBoard } from './operations/queue-board.service.js';
import type { Settings } from './platform/config/settings.js';
import { verifyDatabase } from './platform/db/database.js';
import { Warmth } from './platform/db/warmth.js';
import { configureHttp, createAdapter } from './platform/http/app.js';
import { KeptAnswers } from './platform/idempotency/kept-answers.js';
import { ReplayGuard } from './platform/idempotency/replay-guard.js';
import { EventLog } from './platform/log/event-log.js';
import { NestLog } from './platform/log/nest-log.js';

export const VERSION = '0.1.0';

/** Builds the whole application behind its HTTP edge, checked but not yet listening. */
export async function buildApplication(settings: Settings): Promise<NestFastifyApplication> {
  const log = new EventLog(settings.logLevel);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(settings),
    createAdapter(log, settings.trustedProxies),
    {
      logger: new NestLog(log),
      abortOnError: false,
    },
  );
  await verifyDatabase(app.get<DataSource>(getDataSourceToken()), settings.environment === 'test');
  await configureHttp(app, {
    permissions: KNOWN_PERMISSIONS,
    authenticate: (token) => app.get(SessionsService).authenticate(token),
    version: VERSION,
    ownRoutes: boardRoutes(),
    serveOwn: (server) => app.get(QueueBoard, { strict: false }).serve(server),
    idempotency: { kept: app.get(KeptAnswers, { strict: false }), guard: app.get(ReplayGuard, { strict: false }) },
  });
  return app;
}

/** The same rooms without the HTTP edge: for the worker and the commands. */
export async function buildContext(settings: Settings): Promise<INestApplicationContext> {
  const log = new EventLog(settings.logLevel);
  const context = await NestFactory.createApplicationContext(AppModule.with(settings), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  await verifyDatabase(context.get<DataSource>(getDataSourceToken()), settings.environment === 'test');
  return context;
}

/** Connections that a worker begins with: one for what is due, one for what is told of it. */
const WORKER_BEGINS_WITH = 2;

/** The worker, warm, which begins to work when its `WorkerService` is started. */
export async function buildWorker(settings: Settings): Promise<INestApplicationContext> {
  const context = await buildContext(settings);
  await context.get(Warmth, { strict: false }).warm('PROMISES', WORKER_BEGINS_WITH);
  return context;
}
