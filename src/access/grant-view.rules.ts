import type { GrantView } from './grants.dto.js';
import type { GrantRow } from './grants.queries.js';

/** A sharing decision as a reader may know it. An agency from outside the area is left unnamed: it tells where the victim has gone. */
export function grantView(row: GrantRow, showsLocation: boolean): GrantView {
  const { id, labels, origin, purpose, lawfulBasis, reason, decidedBy, revokedBecause, state } = row;
  const named = row.ofTheArea || showsLocation;
  return {
    ...{ id, labels, origin, purpose, lawfulBasis, reason, decidedBy, revokedBecause, state },
    grantee: named ? row.grantee : null,
    withheld: named ? null : 'LOCATION_SAFE',
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
