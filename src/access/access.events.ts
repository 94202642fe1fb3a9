/** Signatures of an area's protocol were given, taken back or ended by a later version: ids maracId, and agencyId when it is one agency's. */
export const SIGNATURES_CHANGED = 'protocol.signatures-changed';

/** An agency's signature ends soon, or has ended: ids rungId, protocolId, signatureId, maracId. Once for each rung. */
export const SIGNATURE_ENDING = 'protocol.signature-ending';
