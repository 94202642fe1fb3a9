/** How the quorum stood from a moment on: for cases without children, and for those with. */
export interface QuorumStood {
  at: Date;
  quorate: boolean;
  withChildren: boolean;
}

export const QUORUM_LOSSES = ['EVERY_CASE', 'CASES_WITH_CHILDREN'] as const;
export type QuorumLoss = (typeof QUORUM_LOSSES)[number];

/** A quorum that was there and is there no more: since when, and for which cases. What never was there was not lost. */
export function quorumLost(changes: readonly QuorumStood[]): { at: Date; loss: QuorumLoss } | null {
  const at = lostAt(changes.map((change) => ({ at: change.at, there: change.quorate })));
  if (at) return { at, loss: 'EVERY_CASE' };
  const withChildren = lostAt(changes.map((change) => ({ at: change.at, there: change.withChildren })));
  return withChildren && { at: withChildren, loss: 'CASES_WITH_CHILDREN' };
}

function lostAt(stood: readonly { at: Date; there: boolean }[]): Date | null {
  const last = stood.findLastIndex(({ there }) => there);
  return last < 0 || last === stood.length - 1 ? null : stood[last + 1]!.at;
}
