/**
 * A case is offered to another area, and what became of it. Carries `transferId` and `maracId`, the MARAC that is to be told:
 * never the case, so that nothing in transit joins it to where it went.
 */
export const TRANSFER_OFFERED = 'transfer.offered';
export const TRANSFER_DECIDED = 'transfer.decided';
