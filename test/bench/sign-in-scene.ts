import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeAt } from '../../src/identity/totp.rules.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import type { Say } from './bench.js';
import { benchDatabase } from './bench-database.js';
import { Child, program } from './child.js';

/** Under which both processes believe to be reached, as behind a proxy that ends TLS. */
export const ORIGIN = 'https://marac.example.org';
export const PASSWORD = 'seven wet herons walk home';
export const WRONG = 'not the password, surely';

export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

export interface Ask {
  token?: string;
  body?: unknown;
  /** sent as it is */
  raw?: string | Buffer;
  headers?: Record<string, string>;
  /** network it comes from, where the proxy is believed; one of its own when absent */
  from?: string;
  /** which process: `proxied` believes X-Forwarded-For of its neighbour, `bare` believes nobody */
  at?: 'proxied' | 'bare';
}

export interface Person {
  id: string;
  email: string;
  token: string;
  /** of the authenticator app; empty without one */
  secret: string;
  /** the code that it was enrolled with */
  enrolledWith: string;
}

const POLL_MS = 20;

/** Two web processes on one database, set up through the API alone as a new deployment is: second factor required. */
export class SignInScene {
  private readonly urls = { proxied: '', bare: '' };
  private readonly children: Child[] = [];
  private networks = 0;
  private people = 0;
  agencyId = '';
  private constructor(
    private readonly release: () => Promise<void>,
    private readonly admin: pg.Pool,
  ) {}

  static async start(say: Say): Promise<SignInScene> {
    const database = await benchDatabase(say);
    const folder = mkdtempSync(join(tmpdir(), 'marac-sign-in-'));
    const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
    admin.on('error', () => undefined); // the server stops before the pool does
    const scene = new SignInScene(async () => {
      await admin.end();
      await database.release();
      rmSync(folder, { recursive: true, force: true });
    }, admin);
    const shared = {
      ...{ DATABASE_URL: database.appUrl, REDIS_URL: '', LOG_LEVEL: 'warn', MARAC_DATA_DIR: folder },
      ...{ PUBLIC_URL: ORIGIN, SECOND_FACTOR: 'required', DATA_KEYS: `1:${randomBytes(32).toString('base64')}` },
    };
    try {
      await scene.serve('proxied', { ...shared, TRUSTED_PROXIES: '127.0.0.1' });
      await scene.serve('bare', { ...shared, TRUSTED_PROXIES: '' });
      return scene;
    } catch (error) {
      await scene.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.children.map((child) => child.stop()));
    await this.release();
  }

  url(at: 'proxied' | 'bare'): string {
    return this.urls[at];
  }

  /** The code that the first process printed when it started. */
  async setupCode(): Promise<string> {
    for (let tries = 0; tries < 250; tries++) {
      const code = /"code": "([\w-]+)"/.exec(this.children[0]!.said)?.[1];
      if (code) return code;
      await sleep(POLL_MS);
    }
    throw new Error('no code for the first administrator was printed');
  }

  /** One request. `path` stands under /api/v1. */
  async ask(method: string, path: string, options: Ask = {}): Promise<Answer> {
    const { token, body, raw, headers, at = 'proxied', from = this.network() } = options;
    const json = body !== undefined || raw !== undefined;
    const answer = await fetch(`${this.urls[at]}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(at === 'proxied' && { 'x-forwarded-for': from }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json && { body: raw ?? JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json') && text !== '';
    return { status: answer.status, body: isJson ? JSON.parse(text) : undefined, headers: answer.headers };
  }

  signIn(body: object, options: Ask = {}): Promise<Answer> {
    return this.ask('POST', '/sessions', { ...options, body });
  }

  /** True when a token opens more than the door to the second factor. */
  async opens(token: string | undefined, at?: 'proxied' | 'bare'): Promise<boolean> {
    return token !== undefined && (await this.ask('GET', '/inbox', { token, at })).status === 200;
  }

  /** A network nobody has come from. */
  network(): string {
    this.networks++;
    return `10.${(this.networks >> 16) & 255}.${(this.networks >> 8) & 255}.${this.networks & 255}`;
  }

  address(): string {
    return `person-${++this.people}@example.org`;
  }

  /** Looks behind the API, with rights that no process of ours has. */
  async sql<Row extends object = any>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.admin.query<Row>(text, values)).rows;
  }

  /** Lets the codes of the moment be taken again, as if half a minute had passed. */
  async forgetCodes(person: Person): Promise<void> {
    await this.sql('update identity.authenticator_apps set last_step = 0 where user_id = $1', [person.id]);
  }

  code(person: Person, secondsAway = 0): string {
    return codeAt(person.secret, new Date(Date.now() + secondsAway * 1000));
  }

  private async serve(at: 'proxied' | 'bare', env: Record<string, string>): Promise<void> {
    const port = await freePort();
    this.urls[at] = `http://127.0.0.1:${port}`;
    const child = Child.start(program('src/main.js'), [], { ...env, PORT: String(port) });
    this.children.push(child);
    await child.answers(`${this.urls[at]}/health/ready`, performance.now());
  }
}

/** The answer's body, when it is of the status that the scene needs. */
export async function must(status: number, asked: Promise<Answer>): Promise<any> {
  const answer = await asked;
  if (answer.status === status) return answer.body;
  throw new Error(`the scene is not set: ${answer.status} ${JSON.stringify(answer.body)}`);
}
