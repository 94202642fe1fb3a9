import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ForbiddenException,
  ImATeapotException,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { connect } from 'node:net';
import pg from 'pg';
import { StaleVersion } from '../../src/platform/db/store.js';
import { registerConstraint } from '../../src/platform/http/database-errors.js';
import { Problem } from '../../src/platform/http/problem.js';
import { bearer, type Fixture, READER, startFixture } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

const CANARY = 'Zebediah Canary';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.app.close());
beforeEach(() => {
  fixture.recorder.entries.length = 0;
  fixture.recorder.fails = false;
  fixture.lines.length = 0;
});

/** An error as the driver makes it: message, detail and where all quote data. */
function fromPostgres(code: string, constraint?: string): Error {
  const error = new pg.DatabaseError(`value "${CANARY}" is wrong`, 1, 'error');
  const parts = { code, constraint, detail: `Key (name)=(${CANARY}) exists.`, where: CANARY, severity: 'ERROR' };
  return Object.assign(error, parts, { parameters: [CANARY] });
}

async function refused(): Promise<Error> {
  return new Promise((resolve) => connect(9, '127.0.0.1').on('error', resolve));
}

const ask = () => fixture.app.inject({ method: 'GET', url: `/api/v1/things/${SOME_ID}`, headers: bearer(READER) });

registerConstraint('things_name_once', {
  status: 409,
  code: 'name-taken',
  title: 'There is one of that name.',
  pointer: '/name',
});

describe('what a handler throws', () => {
  const cases: [string, () => unknown, number, string][] = [
    ['a refusal', () => Problem.conflict('already-heard', 'It was heard already.'), 409, 'already-heard'],
    ['an error nobody expected', () => new Error(CANARY), 500, 'unexpected'],
    ['text', () => CANARY, 500, 'unexpected'],
    ['an object with a status of its own', () => ({ statusCode: 302, message: CANARY }), 500, 'unexpected'],
    ['a framework’s 404', () => new NotFoundException(CANARY), 404, 'not-found'],
    ['a framework’s 403', () => new ForbiddenException(CANARY), 403, 'not-allowed'],
    ['a framework’s 418', () => new ImATeapotException(CANARY), 400, 'bad-request'],
    ['a framework’s 500', () => new InternalServerErrorException(CANARY), 500, 'unexpected'],
    ['a version that is stale', () => new StaleVersion(), 412, 'stale'],
    ['a registered constraint', () => fromPostgres('23505', 'things_name_once'), 409, 'name-taken'],
    ['another constraint', () => fromPostgres('23505', 'other'), 409, 'conflict'],
    ['a foreign key', () => fromPostgres('23503', 'other_fk'), 409, 'conflict'],
    ['a check', () => fromPostgres('23514', 'toString'), 409, 'conflict'],
    ['an exclusion', () => fromPostgres('23P01'), 409, 'conflict'],
    ['a value that is no uuid', () => fromPostgres('22P02'), 400, 'unacceptable-value'],
    ['a NUL byte', () => fromPostgres('22021'), 400, 'unacceptable-value'],
    ['a date out of range', () => fromPostgres('22008'), 400, 'unacceptable-value'],
    ['a number out of range', () => fromPostgres('22003'), 400, 'unacceptable-value'],
    ['a statement that was cancelled', () => fromPostgres('57014'), 503, 'busy'],
    ['a deadlock that stayed', () => fromPostgres('40P01'), 503, 'busy'],
    ['a database that shuts down', () => fromPostgres('57P01'), 503, 'unavailable'],
    ['a database that is not there', refused, 503, 'unavailable'],
    ['a connection that was lost', () => new Error('Connection terminated unexpectedly'), 503, 'unavailable'],
    ['SQL that is wrong', () => fromPostgres('42601'), 500, 'unexpected'],
    ['a row-level policy that was hit', () => fromPostgres('42501'), 500, 'unexpected'],
    [
      'TypeORM’s wrapping of an error',
      () => Object.assign(new Error(CANARY), { driverError: fromPostgres('23505', 'things_name_once') }),
      409,
      'name-taken',
    ],
  ];
  test.each(cases)('%s', async (_, make, status, code) => {
    fixture.seen.fault = await make();
    const answer = await ask();
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).not.toContain('Canary');
    expect(fixture.recorder.entries).toMatchObject([
      { status, code, route: 'GET /api/v1/things/:id', reference: answer.json().reference },
    ]);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    expect(fixture.lines.join('')).not.toContain('Canary');
    expect(fixture.lines.some((line) => line.includes('http.failed'))).toBe(status >= 500);
    const nameless = fixture.lines.some((line) => line.includes('http.constraint-without-code'));
    expect(nameless).toBe(code === 'conflict');
  });

  test('a refusal that cannot be recorded stays a refusal, and is said in the log', async () => {
    fixture.recorder.fails = true;
    fixture.seen.fault = Problem.notAllowed();
    const answer = await ask();
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'not-allowed']);
    expect(fixture.lines.filter((line) => line.includes('http.refusal-not-recorded'))).toHaveLength(1);
  });

  test('a constraint of which nobody said what it means is named in the log, and not in the answer', async () => {
    for (const fault of [
      fromPostgres('23505', 'one_thing_of_a_kind'),
      Object.assign(new Error(CANARY), { driverError: fromPostgres('23505', 'one_thing_of_a_kind') }),
    ]) {
      fixture.lines.length = 0;
      fixture.seen.fault = fault;
      const answer = await ask();
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
      expect(answer.body).not.toContain('one_thing');
      const [line, ...more] = fixture.lines.filter((one) => one.includes('http.constraint-without-code'));
      expect(more).toEqual([]);
      expect(JSON.parse(line!)).toMatchObject({
        reference: answer.json().reference,
        route: '/api/v1/things/:id',
        error: { sqlState: '23505', constraint: 'one_thing_of_a_kind' },
      });
      expect(line).not.toContain('Canary');
    }
  });

  test('the registered constraint points at its field', async () => {
    fixture.seen.fault = fromPostgres('23505', 'things_name_once');
    expect((await ask()).json().errors).toEqual([
      { pointer: '/name', code: 'name-taken', detail: 'There is one of that name.' },
    ]);
  });
});
