import { tx } from '../platform/db/transaction.js';

export interface QuorumChangeRow {
  at: Date;
  quorate: boolean;
  withChildren: boolean;
  missing: string[];
}

/** How the quorum changed while the meeting was open, in order. */
export async function changesOf(meetingId: string): Promise<QuorumChangeRow[]> {
  return tx().query<QuorumChangeRow>(
    `select q.at, q.quorate, q.with_children as "withChildren", q.missing
       from conference.quorum_changes q where q.meeting_id = $1 order by q.at, q.id`,
    [meetingId],
  );
}

/** Cases with children on the list that the reader sees. */
export async function casesWithChildren(meetingId: string): Promise<number> {
  const row = await tx().one<{ cases: number }>(
    `select count(*)::int as cases from meetings.agenda_items i join referrals.referrals r on r.id = i.referral_id
      where i.meeting_id = $1 and i.status <> 'WITHDRAWN' and r.children > 0`,
    [meetingId],
  );
  return row?.cases ?? 0;
}
