import { tx } from '../platform/db/transaction.js';
import { type Phase, PHASES } from './transfer-phases.rules.js';
import type { TransferStatus } from './transfer.rules.js';

/** How far a transfer is, for whoever has to be told that it lies. For the system. */
export interface WaitingTransfer {
  toMaracId: string;
  status: TransferStatus;
  offeredAt: Date;
  decidedAt: Date | null;
  received: boolean;
  handedOver: boolean;
}

export async function lockWaiting(transferId: string): Promise<WaitingTransfer | undefined> {
  return tx().one<WaitingTransfer>(
    `select i.to_marac_id as "toMaracId", i.status, i.offered_at as "offeredAt", i.decided_at as "decidedAt",
            i.new_case_id is not null as received, num_nonnulls(i.left_on, i.arrived_on) = 2 as "handedOver"
       from transfers.incoming i where i.id = $1 for update`,
    [transferId],
  );
}

/** Transfers that wait for something and climb no ladder for it, without those looked at already. For the system. */
export async function unfollowed(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select i.id from transfers.incoming i
      where (i.status in ('OFFERED', 'ACKNOWLEDGED')
             or i.status = 'ACCEPTED' and num_nonnulls(i.new_case_id::text, i.left_on::text, i.arrived_on::text) < 3)
        and not exists (select from alerts.ladders l where l.id = i.id and l.ended_at is null
                           and l.epoch = case i.status when 'ACCEPTED' then $3::int else $4::int end)
        and i.id <> all ($1::uuid[])
      order by i.id limit $2`,
    [except, limit, PHASES.TAKE_UP.epoch, PHASES.ANSWER.epoch],
  );
  return rows.map(({ id }) => id);
}

const STEPS: Readonly<Record<string, { phase: Phase; chairs: boolean }>> = {
  UNANSWERED: { phase: 'ANSWER', chairs: false },
  STILL_UNANSWERED: { phase: 'ANSWER', chairs: true },
  NOT_TAKEN_UP: { phase: 'TAKE_UP', chairs: false },
};

/** A reminder of before transfers climbed ladders. For the system. */
export async function chasedStep(chaseId: string): Promise<{ phase: Phase; chairs: boolean } | undefined> {
  const row = await tx().one<{ step: string }>('select c.step from transfers.chases c where c.id = $1', [chaseId]);
  return row && STEPS[row.step];
}
