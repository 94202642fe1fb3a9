import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Body, Controller, Post } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../src/platform/db/database.js';
import { tx } from '../../src/platform/db/transaction.js';
import { Allow } from '../../src/platform/http/allow.js';
import { ListOf, OneOf, Text, Whole } from '../../src/platform/http/fields.js';
import { Problem } from '../../src/platform/http/problem.js';
import { OwnTransaction } from '../../src/platform/http/unit-of-work.interceptor.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { bearer, type Fixture, startFixture, WRITER } from './http-fixture.js';
import { SOME_ID } from './http-things.js';

class Part {
  @Text({ max: 10, about: 'Name' }) name: string;
}

class NewRow {
  @Whole({ about: 'Id' }) id: number;
  @OneOf(['', 'refuse', 'throw', 'conflict-once', 'leave-failing', 'wrong-sql'], { about: 'What then', optional: true })
  then?: string;
  @ListOf(() => Part, { max: 3, about: 'Parts', optional: true }) parts?: Part[];
}

@Controller('rows')
class RowsController {
  private readonly attempts = new Map<number, number>();

  @Post()
  @Allow('things:write')
  async add(@Body() { id, then, parts }: NewRow): Promise<{ attempt: number; parts: string[] | undefined }> {
    const attempt = (this.attempts.get(id) ?? 0) + 1;
    this.attempts.set(id, attempt);
    tx().write('insert into probe.rows (id, who) values ($1, $2)', [id, tx().actor.id]);
    if (then === 'refuse') throw Problem.conflict('refused', 'No.');
    if (then === 'throw') throw new Error('out of order');
    if (then === 'wrong-sql') await tx().query('select nothing from nowhere');
    if (then === 'leave-failing') tx().write('insert into probe.rows (id) values ($1)', [id]);
    if (then === 'conflict-once' && attempt === 1) {
      await tx().query(`do $$ begin raise exception using errcode = '40001'; end $$`);
    }
    return { attempt, parts: parts?.map((part) => part.name) };
  }

  @Post('apart')
  @Allow('things:write')
  @OwnTransaction()
  apart(@Body() { id }: NewRow): void {
    tx().write('insert into probe.rows (id) values ($1)', [id]);
  }
}

let database: TestDatabase;
let dataSource: DataSource;
let owner: pg.Client;
let fixture: Fixture;

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`create schema probe; create table probe.rows (id int primary key, who text);
    grant usage on schema probe to marac_app; grant select, insert on probe.rows to marac_app`);
  dataSource = new DataSource(databaseOptions(database.appUrl, 4));
  await dataSource.initialize();
  fixture = await startFixture({ controllers: [RowsController], dataSource });
});
afterAll(async () => {
  await fixture.app.close();
  await dataSource.destroy();
  await owner.end();
  await database.drop();
});
beforeEach(() => owner.query('truncate probe.rows'));

const add = (payload: object, path = '') =>
  fixture.app.inject({ method: 'POST', url: `/api/v1/rows${path}`, headers: bearer(WRITER), payload });
const rows = async () =>
  (await owner.query<{ id: number; who: string }>('select id, who from probe.rows order by id')).rows;

describe('a request is one unit of work', () => {
  test.each([
    ['a refusal', 'refuse', 409, 'refused'],
    ['a failure', 'throw', 500, 'unexpected'],
    ['SQL that fails', 'wrong-sql', 500, 'unexpected'],
    ['a write that fails after the handler returned', 'leave-failing', 409, 'conflict'],
  ])('%s undoes all of it', async (_, then, status, code) => {
    const answer = await add({ id: 1, then });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(await rows()).toEqual([]);
  });

  test('a success is durable when its answer arrives, and written for who asked', async () => {
    expect((await add({ id: 1 })).statusCode).toBe(201);
    expect(await rows()).toEqual([{ id: 1, who: SOME_ID }]);
  });

  test('a serialisation failure runs the whole unit again, input and all', async () => {
    const answer = await add({ id: 1002, then: 'conflict-once', parts: [{ name: ' a ' }, { name: 'b' }] });
    expect([answer.statusCode, answer.json()]).toEqual([201, { attempt: 2, parts: ['a', 'b'] }]);
    expect(await rows()).toEqual([{ id: 1002, who: SOME_ID }]);
  });

  test('many at once stay apart', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => add({ id: i, then: i % 2 ? 'refuse' : undefined })),
    );
    expect(answers.map((a) => a.statusCode)).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 ? 409 : 201)));
    expect((await rows()).map((row) => row.id)).toEqual(Array.from({ length: 20 }, (_, i) => i * 2));
  });

  test('a handler that said it would open its own gets none', async () => {
    expect((await add({ id: 3 }, '/apart')).statusCode).toBe(500);
    expect(await rows()).toEqual([]);
  });
});

test('readiness: the database answers', async () => {
  const ready = await fixture.app.inject({ method: 'GET', url: '/health/ready' });
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'up' }]);
});
