import type { IsoDate } from '../platform/values/dates.js';

export const MINUTES_STATUSES = ['DRAFT', 'SUPERSEDED', 'APPROVED', 'RECALLED'] as const;
export type MinutesStatus = (typeof MINUTES_STATUSES)[number];

export type ApprovalRefusal = 'not-a-draft' | 'own-minutes' | 'draft-outdated';

/**
 * Why minutes cannot be approved. Never by who drafted them; and what is approved is what stands in the record now, not what stood there
 * when somebody drafted it.
 */
export function refuseApproval(
  draft: { status: MinutesStatus; draftedBy: string; contentHash: string },
  by: string,
  standing: string,
): ApprovalRefusal | undefined {
  if (draft.status !== 'DRAFT') return 'not-a-draft';
  if (draft.draftedBy === by) return 'own-minutes';
  return draft.contentHash === standing ? undefined : 'draft-outdated';
}

/** True when minutes were approved after their day, or were not and it has passed. */
export function isLate(approvedOn: IsoDate | null, approveBy: IsoDate, today: IsoDate): boolean {
  return (approvedOn ?? today) > approveBy;
}
