import { Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readSettings, Settings } from '../../src/platform/config/settings.js';
import { Actor } from '../../src/platform/db/actor.js';
import { TableOrder } from '../../src/platform/db/table-order.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { HealthModule } from '../../src/platform/health/health.module.js';
import { type PermissionName } from '../../src/platform/http/allow.js';
import { configureHttp, createAdapter } from '../../src/platform/http/app.js';
import { type Refusal, RefusalRecorder } from '../../src/platform/http/refusal-recorder.js';
import type { RouteTable } from '../../src/platform/http/routes.js';
import type { SignedIn } from '../../src/platform/http/signed-in.js';
import { EventLog } from '../../src/platform/log/event-log.js';
import { NestLog } from '../../src/platform/log/nest-log.js';

import { DoorController, Seen, SOME_ID, ThingsController } from './http-things.js';

export const READER = 'reader-token-000001';
export const WRITER = 'writer-token-000001';
export const NOBODY = 'nobody-token-000001';
/** signed in with half of what is needed */
export const HALF_WAY = 'half-way-token-0001';
/** the one whose session cannot be looked up, because the database is away */
export const UNLUCKY = 'unlucky-token-00001';

/** Keeps refusals in memory, as the audit room keeps them in its table. */
export class MemoryRecorder extends RefusalRecorder {
  readonly entries: Refusal[] = [];
  fails = false;

  override async record(entry: Refusal): Promise<void> {
    if (this.fails) throw new Error('no room');
    this.entries.push(entry);
  }
}

export const PERMISSIONS = new Set<PermissionName>(['things:read', 'things:write']);

export function actorWith(...permissions: PermissionName[]): Actor {
  return new Actor('user', SOME_ID, null, new Map([['*', new Set<string>(permissions)]]));
}

const PEOPLE = new Map<string, Actor>([
  [READER, actorWith('things:read')],
  [WRITER, actorWith('things:read', 'things:write')],
  [NOBODY, actorWith()],
  [HALF_WAY, actorWith('things:read', 'things:write')],
]);

export async function authenticate(token: string): Promise<SignedIn | null> {
  if (token === UNLUCKY) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const actor = PEOPLE.get(token);
  return actor ? { actor, session: { id: SOME_ID }, lacks: token === HALF_WAY ? 'SECOND_FACTOR' : null } : null;
}

/** A database that is not there: routes of these tests must not need one. */
function noDatabase(): DataSource {
  return new DataSource({ type: 'postgres', host: '127.0.0.1', port: 9, username: 'nobody', database: 'none' });
}

export interface Fixture {
  app: NestFastifyApplication;
  seen: Seen;
  recorder: MemoryRecorder;
  lines: string[];
  table: RouteTable;
}

export interface FixtureOptions {
  controllers?: Type[];
  env?: Record<string, string>;
  dataSource?: DataSource;
  configure?: (app: NestFastifyApplication) => void;
}

export function moduleOf(options: FixtureOptions, log: EventLog, recorder: MemoryRecorder): Type {
  const dataSource = options.dataSource ?? noDatabase();
  const settings = readSettings({ DATABASE_URL: 'postgres://127.0.0.1/none', LOG_LEVEL: 'info', ...options.env });

  @Global()
  @Module({
    imports: [HealthModule],
    controllers: [ThingsController, DoorController, ...(options.controllers ?? [])],
    providers: [
      Seen,
      { provide: EventLog, useValue: log },
      { provide: Settings, useValue: settings },
      { provide: RefusalRecorder, useValue: recorder },
      { provide: getDataSourceToken(), useValue: dataSource },
      TableOrder,
      UnitOfWork,
    ],
    exports: [getDataSourceToken()],
  })
  class TestModule {}
  return TestModule;
}

/** The whole edge around a few controllers, ready for `app.inject`. */
export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const lines: string[] = [];
  const log = new EventLog('info', { write: (line: string) => void lines.push(line) });
  const recorder = new MemoryRecorder();
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(options, log, recorder), createAdapter(log), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  try {
    options.configure?.(app);
    const table = await configureHttp(app, { permissions: PERMISSIONS, authenticate, version: '0.0.0' });
    return { app, seen: app.get(Seen), recorder, lines, table };
  } catch (error) {
    await app.close();
    throw error;
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
