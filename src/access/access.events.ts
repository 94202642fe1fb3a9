/** An agency's signature will end soon: ids protocolId, signatureId, maracId. Once per warning. */
export const SIGNATURE_ENDING = 'protocol.signature-ending';

/** Kinds of the due rows behind the three warnings, first to last; the subject is the signature. */
export const WARNINGS = ['protocol.first-warning', 'protocol.second-warning', 'protocol.last-warning'] as const;
