import { describe, expect, test } from '@jest/globals';
import { jobOptions } from './backend.js';
import { patienceFaults } from './patience.rules.js';
import { WorkSettings } from './work-settings.js';

const settings = new WorkSettings({ databaseUrl: 'postgres://127.0.0.1/none' });
const options = jobOptions(settings);

test('the defaults are patient', () => expect(patienceFaults(options, settings)).toEqual([]));

describe('the boot stops when', () => {
  test.each<[string, object, object]>([
    ['jobs have no number of attempts', { attempts: undefined }, {}],
    ['jobs have no number of attempts', { attempts: 0 }, {}],
    ['jobs are tried again at once', { backoff: undefined }, {}],
    ['jobs are tried again at once', { backoff: { type: 'fixed', delay: 0 } }, {}],
    ['jobs that failed are thrown away', { removeOnFail: undefined }, {}],
    ['jobs that failed are thrown away', { removeOnFail: true }, {}],
    ['jobs that failed are thrown away', { removeOnFail: 100 }, {}],
    ['promises have no number of attempts', {}, { promiseAttempts: 0 }],
    ['promises are tried again at once', {}, { promiseBackoffMs: 0 }],
    ['promises that fail wait for ever', {}, { longestBackoffMs: Infinity }],
    ['a promise that kills its process is never given up', {}, { startsWithoutOutcome: Infinity }],
    ['kept promises are forgotten at once, and could be kept twice', {}, { keepDays: 0 }],
  ])('%s', (fault, job, promise) => {
    expect(patienceFaults({ ...options, ...job }, { ...settings, ...promise })).toEqual([fault]);
  });
});
