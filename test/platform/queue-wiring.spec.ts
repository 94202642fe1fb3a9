import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Injectable, Module, Scope, type Type } from '@nestjs/common';
import { provideDueKinds, WhenDue } from '../../src/platform/due/when-due.js';
import { provideEvents, Subscribes } from '../../src/platform/events/subscribes.js';
import { defineJob, Handles, provideJobs } from '../../src/platform/queue/job.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import type { WorkSettings } from '../../src/platform/queue/work-settings.js';
import { freshQueueName, House } from './work-fixture.js';

const PLANTED = defineJob({ name: 'planted.job' });

@Injectable()
class DoesJob {
  @Handles(PLANTED)
  async does(): Promise<void> {}
}

@Injectable()
class DoesItToo {
  @Handles(PLANTED)
  async doesToo(): Promise<void> {}
}

@Injectable({ scope: Scope.REQUEST })
class ForOneRequest {
  @Handles(PLANTED)
  async does(): Promise<void> {}
}

@Injectable()
class KeepsDue {
  @WhenDue('planted.due')
  async keeps(): Promise<void> {}
}

@Injectable()
class Listens {
  @Subscribes('planted.happened', 'planted.listener')
  async hears(): Promise<void> {}
}

@Injectable()
class ListensToo {
  @Subscribes('planted.happened', 'planted.listener')
  async hears(): Promise<void> {}
}

function room(...providers: unknown[]): Type {
  @Module({ providers: providers as Type[] })
  class Planted {}
  return Planted;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

const boot = async (planted: Type) => {
  const house = await House.build(database.appUrl, freshQueueName(), {}, planted);
  await house.close();
  return 'booted';
};

describe('the boot stops at', () => {
  test.each<[string, Type, string]>([
    ['a job without a handler', room(provideJobs([PLANTED])), 'job planted.job has no handler'],
    ['a handler whose job no module declares', room(DoesJob), 'DoesJob.does, is not declared'],
    ['a job with two handlers', room(provideJobs([PLANTED]), DoesJob, DoesItToo), 'job planted.job has two handlers'],
    [
      'two jobs of one name',
      room(provideJobs([PLANTED, defineJob({ name: 'planted.job' })]), DoesJob),
      'two jobs are called planted.job',
    ],
    ['a due kind without a handler', room(provideDueKinds(['planted.due'])), 'due kind planted.due has no handler'],
    ['a handler of an undeclared due kind', room(KeepsDue), 'KeepsDue.keeps, is not declared'],
    [
      'a subscriber to an undeclared event',
      room(Listens),
      'event planted.happened, wanted by Listens.hears, is not declared',
    ],
    [
      'two subscribers of one name',
      room(provideEvents(['planted.happened']), Listens, ListensToo),
      'two subscribers are called planted.listener',
    ],
  ])('%s', async (_name, planted, message) => {
    await expect(boot(planted)).rejects.toThrow(message);
  });

  test('a handler that exists only while a request lasts', async () => {
    await expect(boot(room(provideJobs([PLANTED]), ForOneRequest))).rejects.toThrow(
      /must not depend on a request|has no handler/,
    );
  });
});

test.each<[string, Partial<WorkSettings>, string]>([
  ['jobs are tried', { jobAttempts: 0 }, 'jobs have no number of attempts'],
  ['jobs wait before another try', { jobBackoffMs: 0 }, 'jobs are tried again at once'],
  ['promises are tried', { promiseAttempts: 0 }, 'promises have no number of attempts'],
])('the boot stops unless %s', async (_what, changes, message) => {
  await expect(House.build(database.appUrl, freshQueueName(), changes, room())).rejects.toThrow(message);
});

test('a house boots when all is wired, and a job planted in another leaves no trace in it', async () => {
  const wired = room(
    provideJobs([PLANTED]),
    DoesJob,
    provideDueKinds(['planted.due']),
    KeepsDue,
    provideEvents(['planted.happened', 'planted.unheard']),
    Listens,
  );
  expect(await boot(wired)).toBe('booted');
  expect(await boot(room())).toBe('booted');
});

test.each(['Planted.Job', 'planted', 'planted.job!', 'planted job', ''])('%p is not a name', (name) => {
  expect(() => defineJob({ name })).toThrow('is not a name');
});

test.each(['0s', '5', '5d', '-1s', '1.5s'])('%p is not an interval', (every) => {
  expect(() => defineJob({ name: 'planted.often', every: every as '5s' })).toThrow('is not an interval');
});
