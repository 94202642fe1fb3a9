import { describe, expect, test } from '@jest/globals';
import { afterFailure, DELIVERY_ATTEMPTS, EVENT_KINDS, idsThatLeave } from './event-kinds.rules.js';

test('only ids that are listed leave', () => {
  const ids = { actionId: 'a', caseId: 'c', maracId: 'm', alertId: 'x', userId: 'u' };
  expect(idsThatLeave('action.overdue', ids)).toEqual({ actionId: 'a', caseId: 'c', maracId: 'm' });
});

test('nothing whose very existence tells something is offered', () => {
  const secret = /conflict|break-glass|location|transfer|watch|canary|counter|described/;
  expect(Object.keys(EVENT_KINDS).filter((kind) => secret.test(kind))).toEqual([]);
});

describe('tries', () => {
  test('go on for a day, further and further apart', () => {
    const waits = Array.from(
      { length: DELIVERY_ATTEMPTS - 1 },
      (_, i) => afterFailure(i + 1, 'status-500') as { retryIn: number },
    );
    const seconds = waits.map(({ retryIn }) => retryIn);
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds);
    expect(seconds.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(86_400);
  });

  test('end after the last, and at once when the receiver is gone', () => {
    expect(afterFailure(DELIVERY_ATTEMPTS, 'status-500')).toBe('give-up');
    expect(afterFailure(1, 'gone')).toBe('give-up');
  });
});
