import type { Label } from '../access/labels.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import type { FieldProblem } from '../platform/http/problem.js';

export const TRANSFER_KINDS = ['PERMANENT', 'TEMPORARY'] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

export const TRANSFER_STATUSES = ['OFFERED', 'ACKNOWLEDGED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

/** What becomes of an offer. One that was accepted may be taken back, which shuts the package. */
export const TRANSFER_STEPS = {
  acknowledge: { OFFERED: 'ACKNOWLEDGED' },
  accept: { OFFERED: 'ACCEPTED', ACKNOWLEDGED: 'ACCEPTED' },
  refuse: { OFFERED: 'REFUSED', ACKNOWLEDGED: 'REFUSED' },
  withdraw: { OFFERED: 'WITHDRAWN', ACKNOWLEDGED: 'WITHDRAWN', ACCEPTED: 'WITHDRAWN' },
} as const satisfies Record<string, Partial<Record<TransferStatus, TransferStatus>>>;
export type TransferStep = keyof typeof TRANSFER_STEPS;

/** The status after a step; undefined when it cannot be taken. */
export function after(status: TransferStatus, step: TransferStep): TransferStatus | undefined {
  return (TRANSFER_STEPS[step] as Partial<Record<TransferStatus, TransferStatus>>)[status];
}

/** What goes with every transfer: without knowing whom it is about nobody can take over. */
const ALWAYS: Label = 'IDENTITY';

/** What may go into a package besides where the victim is safe. */
export const PACKAGE_LABELS: readonly Label[] = labelsOf('TRANSFER');

/** The kinds of information in a package: those chosen (all that may go, when none are), and protected addresses if ticked. */
export function packageOf(
  contents: readonly Label[] | undefined,
  withLocations: boolean,
): { labels: Label[]; problem?: undefined } | { labels?: undefined; problem: FieldProblem } {
  const wrong = (contents ?? []).findIndex((label) => !PACKAGE_LABELS.includes(label));
  if (wrong >= 0) {
    const detail = 'This is not part of a transfer package.';
    return { problem: { pointer: `/contents/${wrong}`, code: 'not-in-a-package', detail } };
  }
  const chosen = new Set<Label>([ALWAYS, ...(contents ?? PACKAGE_LABELS)]);
  if (withLocations) chosen.add('LOCATION_SAFE');
  return { labels: [...chosen] };
}
