import { tx } from '../platform/db/transaction.js';
import type { TransferKind, TransferStatus } from './transfer.rules.js';
import type { Side } from './transfers.dto.js';

/** A transfer as the handover between IDVAs goes by it. */
export interface Moving {
  id: string;
  caseId: string;
  maracId: string;
  toMaracId: string;
  kind: TransferKind;
  status: TransferStatus;
  leftOn: string | null;
  arrivedOn: string | null;
}

/** With both its ends, locked. For the system's eyes: needs an elevated unit of work. */
export async function lockMoving(id: string): Promise<Moving | undefined> {
  return tx().one<Moving>(
    `select t.id, t.case_id as "caseId", t.marac_id as "maracId", d.to_marac_id as "toMaracId", t.kind, t.status, t.left_on as "leftOn",
            t.arrived_on as "arrivedOn"
       from transfers.transfers t join transfers.destinations d on d.id = t.id where t.id = $1 for update of t`,
    [id],
  );
}

/** True when the reader is an IDVA of the MARAC whose agency's signature is in force. */
export async function supportsIn(maracId: string): Promise<boolean> {
  const row = await tx().one<{ supports: boolean }>(
    `select coalesce($1 = any (access.holds('{IDVA}')), false) as supports`,
    [maracId],
  );
  return row?.supports ?? false;
}

/** That an IDVA confirmed, on both ends of the transfer: there the day alone. Needs an elevated unit of work. */
export function confirmHandover(row: {
  id: string;
  transferId: string;
  side: Side;
  maracId: string;
  userId: string;
  spokeOn: string;
}): void {
  tx().write(
    `insert into transfers.handovers (id, transfer_id, side, marac_id, user_id, spoke_on) values ($1, $2, $3, $4, $5, $6)`,
    [row.id, row.transferId, row.side, row.maracId, row.userId, row.spokeOn],
  );
  for (const statement of DATED[row.side]) tx().write(statement, [row.transferId, row.spokeOn]);
}

const DATED: Record<Side, readonly string[]> = {
  LEAVING: [
    'update transfers.transfers t set left_on = $2 where t.id = $1',
    'update transfers.incoming i set left_on = $2 where i.id = $1',
  ],
  ARRIVING: [
    'update transfers.transfers t set arrived_on = $2 where t.id = $1',
    'update transfers.incoming i set arrived_on = $2 where i.id = $1',
  ],
};

/** Who confirmed on a side. For the system's eyes. */
export async function confirmedBy(
  transferId: string,
  side: Side,
): Promise<{ name: string; email: string } | undefined> {
  return tx().one<{ name: string; email: string }>(
    `select u.name, u.email from transfers.handovers h join identity.users u on u.id = h.user_id
      where h.transfer_id = $1 and h.side = $2`,
    [transferId, side],
  );
}
