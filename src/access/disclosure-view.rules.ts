import type { DisclosureView } from './disclosures.dto.js';
import type { DisclosureRow, Openings } from './disclosures.queries.js';
import { grantView } from './grant-view.rules.js';
import type { GrantRow } from './grants.queries.js';
import { purposeInWords } from './purposes.rules.js';

const NOT_OPENED = { openings: 0, firstOpenedAt: null, lastOpenedAt: null };

/** Who was told what, when and why, oldest first: sharing decisions with when they were made use of, and what was told outside. */
export function disclosureLog(
  grants: readonly GrantRow[],
  openings: readonly Openings[],
  told: readonly DisclosureRow[],
  showsLocation: boolean,
): DisclosureView[] {
  const shared = grants.map((grant) => sharedView(grant, openings, showsLocation));
  return [...shared, ...told.map(toldView)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function sharedView(row: GrantRow, openings: readonly Openings[], showsLocation: boolean): DisclosureView {
  const { id, grantee, withheld, labels, lawfulBasis, purpose, reason, decidedBy, startsAt, endsAt, revokedAt } =
    grantView(row, showsLocation);
  const opened = openings.find(({ grantId }) => grantId === id);
  return {
    ...{
      id,
      kind: 'SHARED',
      told: grantee,
      withheld,
      labels,
      lawfulBasis,
      channel: 'SYSTEM',
      marking: null,
      by: decidedBy,
    },
    why: `${purposeInWords(purpose)}: ${reason}`,
    at: startsAt,
    until: revokedAt ?? endsAt,
    ...(opened
      ? { openings: opened.count, firstOpenedAt: opened.first.toISOString(), lastOpenedAt: opened.last.toISOString() }
      : NOT_OPENED),
  };
}

function toldView({
  id,
  told,
  labels,
  lawfulBasis,
  reason,
  channel,
  marking,
  toldBy,
  agency,
  toldAt,
}: DisclosureRow): DisclosureView {
  return {
    ...{ id, kind: 'TOLD', told, withheld: null, labels, lawfulBasis, why: reason, channel, marking },
    by: `${toldBy}, ${agency}`,
    at: toldAt.toISOString(),
    until: null,
    ...NOT_OPENED,
  };
}
