/**
 * A case is offered to another area, and what became of it. Carries `transferId` and `maracId`, the MARAC that is to be told:
 * never the case, so that nothing in transit joins it to where it went.
 */
export const TRANSFER_OFFERED = 'transfer.offered';
export const TRANSFER_DECIDED = 'transfer.decided';
/** The new area heard it. */
export const TRANSFER_HEARD = 'transfer.heard';
/** Nobody answers or takes it up. Carries `rungId` besides. */
export const TRANSFER_LEFT_LYING = 'transfer.left-lying';

/** Kind of the due row by which people are reminded of a transfer; the subject is the transfer, as of its ladder. */
export const TRANSFER_CHASE = 'transfers.chase';
