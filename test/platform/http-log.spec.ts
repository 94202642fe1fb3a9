import { describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { errorFacts } from '../../src/platform/log/error-facts.js';
import { EventLog } from '../../src/platform/log/event-log.js';
import { NestLog } from '../../src/platform/log/nest-log.js';
import { bearer, startFixture, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

/** Someone who must never be seen in a log. */
const CANARY = ['Zebediah', 'Canary', '12 Refuge Road', 'NB1 4ZZ', '07700 900123'];

function logTo(lines: string[]): EventLog {
  return new EventLog('debug', { write: (line: string) => void lines.push(line) });
}

function expectNoCanary(lines: string[]): void {
  const all = lines.join('');
  for (const word of CANARY) expect(all).not.toContain(word);
}

/** Errors that carry the canary wherever an error can carry anything. */
function tellingErrors(): Error[] {
  const name = CANARY.join(' ');
  const plain = new Error(name);
  const frames = new Error(
    `lost\n    at ${name} (file://${process.cwd()}/${CANARY[0]}.js:1:2)\n    at x (${process.cwd()}/${CANARY[1]}/a.js:3:4)`,
  );
  const renamed = Object.assign(new Error('x'), { name, code: name, constraint: name });
  const rewritten = new Error(name);
  rewritten.message = 'changed later';
  const withCause = new Error('outer', { cause: new Error(name, { cause: plain }) });
  const several = new AggregateError([plain], name);
  const database = Object.assign(new pg.DatabaseError(name, 1, 'error'), {
    code: '23505',
    detail: `Key (name)=(${name}) already exists.`,
    where: name,
    hint: name,
    internalQuery: name,
    constraint: 'people_name_key',
    parameters: CANARY,
    query: `insert into people values ('${name}')`,
  });
  const wrapped = Object.assign(new Error(name), { driverError: database, query: name, parameters: CANARY });
  const shouting = Object.assign(new Error(name), {
    stack: `Error: ${name}\n${CANARY.join('\n')}`,
    toString: () => name,
    toJSON: () => ({ name }),
  });
  return [plain, frames, renamed, rewritten, withCause, several, database, wrapped, shouting];
}

describe('nothing of an error but its kind and place reaches the log', () => {
  test.each(tellingErrors().map((error, i) => [i, error] as const))('error %i', (_, error) => {
    const lines: string[] = [];
    const log = logTo(lines);
    log.error('http.failed', error, { reference: SOME_ID });
    new NestLog(log).error(error, error.stack, 'ExceptionsHandler');
    new NestLog(log).error(error.message, error.stack, 'Somewhere');
    new NestLog(log).fatal(error);
    expect(lines).toHaveLength(4);
    expectNoCanary(lines);
  });

  test('what is thrown but is no error', () => {
    const lines: string[] = [];
    for (const thrown of [CANARY.join(), { message: CANARY.join() }, null, undefined, 5])
      logTo(lines).error('http.failed', thrown);
    expectNoCanary(lines);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'error',
      msg: 'http.failed',
      error: { name: 'thrown string' },
    });
  });

  test('the kind, the SQLSTATE, the constraint and the place do', () => {
    const database = tellingErrors()[6]!;
    const facts = errorFacts(database);
    expect(facts).toMatchObject({ name: 'error', sqlState: '23505', constraint: 'people_name_key' });
    expect(facts.message).toBeUndefined();
    expect(errorFacts(new TypeError('x'), '').frames[0]).toMatch(/http-log\.spec\.[jt]s:\d+:\d+$/);
    expect(errorFacts(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).code).toBe('ECONNREFUSED');
  });
});

describe('a log line holds allow-listed facts alone', () => {
  test('sentences, unknown facts and facts of the wrong shape are withheld, and counted', () => {
    const lines: string[] = [];
    const log = logTo(lines);
    log.info(`Saved ${CANARY.join()}`, {
      code: CANARY[0],
      route: `/people?name=${CANARY[0]}`,
      id: CANARY[1],
      victim: CANARY[2],
    } as never);
    log.warn('imports.refused', { name: CANARY.join(' '), count: 3, actor: CANARY[3], reference: CANARY[4] });
    log.debug(CANARY[2]!, { status: CANARY[0] as never });
    expectNoCanary(lines);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', msg: 'withheld', withheld: 4 },
      { level: 'warn', msg: 'imports.refused', count: 3, withheld: 3 },
      { level: 'debug', msg: 'withheld', withheld: 1 },
    ]);
  });

  test('a sentence given to Nest’s own logger is withheld too', () => {
    const lines: string[] = [];
    Logger.overrideLogger(new NestLog(logTo(lines)));
    const logger = new Logger('Referrals');
    logger.log(`Referral for ${CANARY.join()}`);
    logger.warn({ victim: CANARY[0] });
    logger.error(CANARY.join(), CANARY.join());
    logger.debug(CANARY[1]!, CANARY[2]!);
    logger.verbose(CANARY[1]!);
    Logger.overrideLogger(false);
    expect(lines).toHaveLength(5);
    expectNoCanary(lines);
  });
});

test('whatever a request holds, its log line is method, pattern, status, time, reference and who', async () => {
  const { app, lines, seen } = await startFixture();
  lines.length = 0;
  const [first, , street] = CANARY;
  const headers = {
    ...bearer(WRITER),
    'user-agent': first!,
    referer: `https://x.example/${first}`,
    cookie: `a=${first}`,
  };
  const url = (path: string) => `/api/v1/things${path}`;
  await app.inject({ method: 'GET', url: url(`?after=${encodeURIComponent(street!)}`), headers });
  await app.inject({ method: 'GET', url: url(`/${first}`), headers });
  await app.inject({ method: 'GET', url: `/${first}/${encodeURIComponent(street!)}`, headers });
  await app.inject({ method: 'POST', url: url(''), headers, payload: { name: first, [street!]: first } });
  await app.inject({
    method: 'POST',
    url: url(''),
    headers: { ...headers, 'content-type': 'application/json' },
    payload: `{"${first}"`,
  });
  seen.fault = new Error(CANARY.join());
  await app.inject({ method: 'GET', url: url(`/${SOME_ID}`), headers });
  await app.close();
  const answered = lines.map((line) => JSON.parse(line)).filter((line) => line.msg === 'http.answered');
  expectNoCanary(lines);
  expect(answered.map(({ method, route, status, actor }) => [method, route, status, actor])).toEqual([
    ['GET', '/api/v1/things', 200, SOME_ID],
    ['GET', '/api/v1/things/:id', 404, SOME_ID],
    ['GET', 'unmatched', 404, SOME_ID],
    ['POST', '/api/v1/things', 422, SOME_ID],
    ['POST', '/api/v1/things', 400, SOME_ID],
    ['GET', '/api/v1/things/:id', 500, SOME_ID],
  ]);
  for (const line of answered) {
    expect(Object.keys(line).sort()).toEqual([
      'actor',
      'actorKind',
      'durationMs',
      'level',
      'method',
      'msg',
      'reference',
      'route',
      'status',
      'time',
    ]);
  }
});
