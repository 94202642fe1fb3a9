import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { buildApplication } from '../../src/application.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { newDataKey } from '../../src/platform/crypto/key-ring-file.js';
import { Actor } from '../../src/platform/db/actor.js';
import { UnitOfWork } from '../../src/platform/db/unit-of-work.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { foundWorld, type World } from './world.js';

export interface Answer<Body = any> {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: Body;
  text: string;
}

export interface RequestOptions {
  /** whose token to send: a person of a world, or a token */
  as?: { token: string } | string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Keys of every application of this process; a process of its own on the same database needs the same. */
export const TEST_DATA_KEYS = newDataKey(1);

/** The real application on a database of its own. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TestApp> {
    const database = await freshDatabase();
    const settings = readSettings({
      NODE_ENV: 'test',
      SECOND_FACTOR: 'optional',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
      REDIS_URL: process.env['REDIS_URL'],
      DATA_KEYS: TEST_DATA_KEYS,
      ...env,
      DATABASE_URL: database.appUrl,
    });
    return new TestApp(await buildApplication(settings), database);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get(token as new () => T, { strict: false });
  }

  /** One request through the whole edge. `path` starts with /; /api/v1 is put in front of what is not under /api or /health. */
  async request<Body = any>(method: string, path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
    const url = /^\/(api|health)/.test(path) ? path : `/api/v1${path}`;
    const token = typeof options.as === 'string' ? options.as : options.as?.token;
    const json = options.body !== undefined && typeof options.body !== 'string' && !Buffer.isBuffer(options.body);
    const response = await this.app.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(json && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body !== undefined && {
        payload: json ? JSON.stringify(options.body) : (options.body as string | Buffer),
      }),
    });
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    const body = (isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined) as Body;
    return { status: response.statusCode, headers: response.headers, body, text: response.payload };
  }

  /** Work done by an operator, outside HTTP. */
  operate<T>(work: () => Promise<T>): Promise<T> {
    return this.get(UnitOfWork).run(Actor.operator('test'), work);
  }

  /** Looks into the database behind the guards, as the system. */
  async rows<Row = any>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { tx } = await import('../../src/platform/db/transaction.js');
    return this.operate(() => tx().query<Row & object>(sql, values) as Promise<Row[]>);
  }

  /** A fresh MARAC with agencies, a signed protocol and people of every role, signed in. */
  world(): Promise<World> {
    return foundWorld(this);
  }

  get dataSource(): DataSource {
    return this.app.get<DataSource>(getDataSourceToken());
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}

/** Starts the application once for a file of tests. */
export function startApp(env?: Record<string, string>): Promise<TestApp> {
  return TestApp.start(env);
}
