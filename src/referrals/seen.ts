import type { Label } from '../access/labels.js';
import { redact } from '../access/redact.rules.js';
import { tx } from '../platform/db/transaction.js';
import type { ReferralView } from './referrals.dto.js';
import type { ReferralRow } from './referrals.queries.js';

const SOURCE = { referringAgency: 'SOURCE' } as const;
const FINDINGS = { outcome: 'INTELLIGENCE', prior: 'INTELLIGENCE', arithmetic: 'INTELLIGENCE' } as const;

/** What the repeat check found is told to who may ask for one: anybody else only submits. */
export function toldOfRepeats(maracId: string): boolean {
  return ['repeat-checks:ask', 'referrals:screen'].some((permission) => tx().actor.may(permission, maracId));
}

/** A referral as its reader may see it. Who told us goes by its label. */
export function seen({ labels, ...row }: ReferralRow): ReferralView {
  const sources = { why: (label: Label) => (labels.includes(label) ? null : ('NOT_SHARED' as const)) };
  const known = redact(row, SOURCE, sources);
  if (toldOfRepeats(row.maracId)) return known;
  const { withheld, ...rest } = redact(known, FINDINGS, { why: () => 'NOT_SHARED' as const });
  const criteria = row.criteria.filter((criterion) => criterion !== 'REPEAT');
  return { ...rest, criteria, withheld: [...known.withheld, ...withheld] };
}
