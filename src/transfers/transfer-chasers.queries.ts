import { tx } from '../platform/db/transaction.js';
import type { ChaseStep } from './transfer-chase.rules.js';
import type { TransferStatus } from './transfer.rules.js';

/** How far a transfer is, for whoever chases it. For the system. */
export interface ChasedTransfer {
  toMaracId: string;
  status: TransferStatus;
  offeredAt: Date;
  decidedAt: Date | null;
  received: boolean;
  handedOver: boolean;
}

const CHASED = `
  select i.to_marac_id as "toMaracId", i.status, i.offered_at as "offeredAt", i.decided_at as "decidedAt", i.new_case_id is not null as received,
         num_nonnulls(i.left_on, i.arrived_on) = 2 as "handedOver"
    from transfers.incoming i`;

export async function lockChased(transferId: string): Promise<ChasedTransfer | undefined> {
  return tx().one<ChasedTransfer>(`${CHASED} where i.id = $1 for update`, [transferId]);
}

/** Transfers that somebody might have to be reminded of still. For the system. */
export async function unsettled(): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    `select i.id from transfers.incoming i
      where i.status in ('OFFERED', 'ACKNOWLEDGED') and not exists (
              select from transfers.chases c where c.transfer_id = i.id and c.step = 'STILL_UNANSWERED')
         or i.status = 'ACCEPTED' and num_nonnulls(i.new_case_id::text, i.left_on::text, i.arrived_on::text) < 3 and not exists (
              select from transfers.chases c where c.transfer_id = i.id and c.step = 'NOT_TAKEN_UP')
      order by i.id`,
  );
  return rows.map(({ id }) => id);
}

/** True when this reminder was not raised before. */
export async function raiseTransferChase(id: string, transferId: string, step: ChaseStep): Promise<boolean> {
  const raised = await tx().change(
    `insert into transfers.chases (id, transfer_id, step) values ($1, $2, $3)
     on conflict on constraint transfer_is_chased_once do nothing`,
    [id, transferId, step],
  );
  return raised === 1;
}

/** What a reminder is of. For the system. */
export async function chasedStep(chaseId: string): Promise<ChaseStep | undefined> {
  const row = await tx().one<{ step: ChaseStep }>('select c.step from transfers.chases c where c.id = $1', [chaseId]);
  return row?.step;
}
