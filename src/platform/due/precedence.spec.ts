import { beforeEach, describe, expect, test } from '@jest/globals';
import { WorkSettings } from '../queue/work-settings.js';
import { Precedence } from './precedence.js';
import type { Claim } from './promise-rows.js';

const settings = new WorkSettings({ databaseUrl: 'postgres://127.0.0.1/none' });
const claimed = (facts: Partial<Claim> = {}): Claim => ({
  ...{ kind: 'test', subject: '', starts: 1, dueAt: new Date(), lateMs: 0 },
  ...facts,
});

let precedence: Precedence;
beforeEach(() => {
  precedence = new Precedence(settings);
});

async function waited(claims: Claim[], tookMs: number): Promise<number> {
  const begun = performance.now();
  await precedence.giveWayAfter(claims, tookMs);
  return performance.now() - begun;
}

describe('while nothing is due', () => {
  test('what is told is told at full size, without a wait', async () => {
    expect(precedence.atOnce('EVENT')).toBe(100);
    precedence.note('EVENT', [claimed()]);
    expect(precedence.isPressed).toBe(false);
    expect(await waited([claimed()], 200)).toBeLessThan(90);
  });

  test('of a few that fell due is told at once', async () => {
    precedence.note('TIME', [claimed(), claimed(), claimed(), claimed()]);
    expect(precedence.atOnce('EVENT')).toBe(100);
    expect(await waited([claimed()], 200)).toBeLessThan(90);
  });

  test('the first that falls due is kept alone', () => {
    expect(precedence.atOnce('TIME')).toBe(1);
    precedence.note('TIME', [claimed()]);
    expect(precedence.atOnce('TIME')).toBe(100);
  });
});

describe('while things fall due', () => {
  beforeEach(() =>
    precedence.note(
      'TIME',
      Array.from({ length: 5 }, () => claimed()),
    ),
  );

  test('few are told at once', () => expect(precedence.atOnce('EVENT')).toBe(20));

  test.each([
    ['nothing that took any time: a few at once cost little more than one', 0, 0, 100],
    ['five times as long as it took', 60, 0, 300],
    ['twice as long, once it is a minute late', 60, 60_001, 120],
    ['half a second at most, once it is late', 2_000, 60_001, 500],
  ])('what is told waits: %s', async (_name, tookMs, lateMs, leastMs) => {
    const ms = await waited([claimed(), claimed({ lateMs })], tookMs);
    expect(ms).toBeGreaterThanOrEqual(leastMs - 2);
    expect(ms).toBeLessThan(leastMs + 80);
  });

  test('few are claimed when a worker died over one of them', () => {
    precedence.note('TIME', [claimed(), claimed({ starts: 2 })]);
    expect(precedence.atOnce('TIME')).toBe(20);
  });
});
