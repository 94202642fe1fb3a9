import { DateOnly, Id, Instant, OneOf, Text, Whole } from '../platform/http/fields.js';
import { SIGNATURE_STATES, type SignatureState } from './signature.rules.js';

export class ProtocolQuery {
  @Text({ about: 'Code of the MARAC', max: 8, example: 'NB' }) marac: string;
}

export class NewProtocol {
  @Id({ about: 'The MARAC' }) maracId: string;
  @Text({ about: 'Title of the protocol', max: 200, example: 'Information-sharing protocol 2027' }) title: string;
  @DateOnly({ about: 'Day from which it is in force; not in the past' }) inForceFrom: string;
}

export class ProtocolView {
  @Id({ about: 'This version' }) id: string;
  @Id({ about: 'The MARAC' }) maracId: string;
  @Whole({ about: 'Number of the version, from 1', min: 1 }) version: number;
  @Text({ about: 'Title', max: 200 }) title: string;
  @DateOnly({ about: 'Day from which it is in force' }) inForceFrom: string;
  @DateOnly({ about: 'Last day on which signatures of it count; null while it is the latest', optional: true })
  signableUntil: string | null;
  @Instant({ about: 'When it was published' }) publishedAt: string;
}

export class NewSignature {
  @Id({ about: 'The agency that signed; a member of the MARAC' }) agencyId: string;
  @Text({ about: 'Who signed for it: name and post', max: 200 }) signatory: string;
  @DateOnly({ about: 'Day of the signature; not in the future' }) signedOn: string;
  @DateOnly({ about: 'Last day on which it counts: when it is due for review' }) reviewDue: string;
}

export class SignatureView {
  @Id({ about: 'The signature' }) id: string;
  @Id({ about: 'The agency' }) agencyId: string;
  @Text({ about: 'Its name', max: 200 }) agency: string;
  @Whole({ about: 'Version of the protocol', min: 1 }) version: number;
  @Text({ about: 'Who signed', max: 200 }) signatory: string;
  @DateOnly({ about: 'Day of the signature' }) signedOn: string;
  @DateOnly({ about: 'When it is due for review' }) reviewDue: string;
  @DateOnly({ about: 'Last day on which it counts' }) endsOn: string;
  @OneOf(SIGNATURE_STATES, { about: 'How it stands today' }) state: SignatureState;
  @Whole({ about: 'Days until its last day', min: 0 }) daysLeft: number;
  @Instant({ about: 'When it was withdrawn', optional: true }) withdrawnAt: string | null;
  @Text({ about: 'Why', max: 1000, optional: true }) withdrawnBecause: string | null;
}

export class SignatureWithdrawal {
  @Text({ about: 'Why the agency no longer takes part', max: 1000 }) reason: string;
}
