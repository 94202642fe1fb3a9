import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Label, LABELS } from './labels.js';
import { redact } from './redact.rules.js';

const view = { id: 'x', address: '12 Hidden Lane', summary: null as string | null, safe: ['there'] };
const kinds = { address: 'CONTACT', summary: 'CONTACT', safe: 'LOCATION_SAFE' } as const;
const reader = (labels: readonly Label[], fresh: boolean) => ({
  why: (label: Label) =>
    !labels.includes(label)
      ? ('NOT_SHARED' as const)
      : label === 'LOCATION_SAFE' && !fresh
        ? ('SECOND_FACTOR_NEEDED' as const)
        : null,
});

test('what is withheld is absent and named with its kind and why, whether or not there was anything', () => {
  expect(redact(view, kinds, reader(['LOCATION_SAFE'], false))).toStrictEqual({
    id: 'x',
    withheld: [
      { field: 'address', label: 'CONTACT', reason: 'NOT_SHARED' },
      { field: 'summary', label: 'CONTACT', reason: 'NOT_SHARED' },
      { field: 'safe', label: 'LOCATION_SAFE', reason: 'SECOND_FACTOR_NEEDED' },
    ],
  });
  expect(view.address).toBe('12 Hidden Lane');
});

test('a field is there or named as withheld, never both and never neither', () => {
  fc.assert(
    fc.property(fc.subarray([...LABELS]), fc.boolean(), (labels, fresh) => {
      const seen = redact(view, kinds, reader(labels, fresh));
      const named = seen.withheld.map(({ field }) => field);
      for (const field of Object.keys(kinds)) expect(field in seen).toBe(!named.includes(field));
      expect(seen.id).toBe('x');
    }),
  );
});
