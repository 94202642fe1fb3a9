import type { ReferralInput } from './intake.rules.js';
import type { Placed } from './intake.rules.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import type { ReferralRow } from './referrals.queries.js';

/**
 * What somebody is answered who refers a case that they must find nothing of: as if theirs were the first referral of it. Made from
 * what they said, since they may not read it back.
 */
export function receipt(
  input: ReferralInput,
  { referralId: id, ref, receipt: seen }: Placed & { receipt: NonNullable<Placed['receipt']> },
  {
    maracId,
    referringAgency,
    draft,
    dueAt,
  }: { maracId: string; referringAgency: string; draft: boolean; dueAt: Date | null },
): ReferralRow {
  const { caseId, caseRef, criteria, outcome, arithmetic } = seen;
  const { referredOn, incidentOn } = input;
  return {
    ...{
      id,
      caseId,
      caseRef,
      maracId,
      ref,
      status: draft ? 'DRAFT' : 'SUBMITTED',
      referringAgency,
      referredOn,
      incidentOn,
    },
    ...{ criteria, outcome, prior: seen.prior, arithmetic, decisionCode: null, decisionReason: null, acceptedOn: null },
    ...{ fieldsToComplete: [], emergency: false, signedOff: false },
    screeningDueAt: dueAt && dueAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    ...{ heardOn: input.heardOn, heldElsewhere: false, version: 1, labels: [...labelsOf('REFERRAL')] },
  };
}
