import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';

export interface AcceptedReferral {
  referralId: string;
  caseId: string;
  maracId: string;
  referredOn: string;
  acceptedOn: string | null;
  /** whether the repeat check called it a repeat (to be discussed regardless of thresholds) */
  repeat: boolean;
}

const ACCEPTED = `
  select r.id as "referralId", r.case_id as "caseId", r.marac_id as "maracId", r.referred_on as "referredOn",
         r.accepted_on as "acceptedOn", r.outcome in ('REPEAT', 'POSSIBLE_REPEAT') as repeat
    from referrals.referrals r`;

/** Narrow answers about referrals, for the floors above. */
@Injectable()
export class ReferralsReader {
  /** The case's latest accepted referral: the one that is to be heard. */
  latestAccepted(caseId: string): Promise<AcceptedReferral | undefined> {
    return tx().one<AcceptedReferral>(
      `${ACCEPTED} where r.case_id = $1 and r.status = 'ACCEPTED' order by r.referred_on desc, r.id desc limit 1`,
      [caseId],
    );
  }

  byId(referralId: string): Promise<AcceptedReferral | undefined> {
    return tx().one<AcceptedReferral>(`${ACCEPTED} where r.id = $1`, [referralId]);
  }

  /** Who wrote a referral down; null for the system. */
  async authorOf(referralId: string): Promise<string | null> {
    const row = await tx().one<{ by: string }>('select r.created_by as by from referrals.referrals r where r.id = $1', [
      referralId,
    ]);
    return row?.by.startsWith('user:') ? row.by.slice('user:'.length) : null;
  }

  /** Who must not decide on an appeal: who declined, and who appealed. */
  async barredFromAppeal(appealId: string): Promise<string[]> {
    const row = await tx().one<{ ids: string[] }>(
      'select array[a.declined_by, a.made_by] as ids from referrals.appeals a where a.id = $1',
      [appealId],
    );
    return row?.ids ?? [];
  }
}
