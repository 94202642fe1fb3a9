import { AnyObject, Id, Instant, Nested, Text } from '../platform/http/fields.js';

const ENROLMENT = {
  about: 'One-time code of a recovery: needed after two administrators took a lost second factor away',
  max: 64,
  secret: true,
  optional: true,
};

export class TotpOfferView {
  @Text({ about: 'Secret for the authenticator app, in base 32; shown once', max: 64 }) secret: string;
  @Text({ about: 'The same as an otpauth address, for a QR code', max: 500 }) uri: string;
}

export class TotpConfirmation {
  @Text({ about: 'Code the app shows now', max: 16 }) code: string;
  @Text(ENROLMENT) enrolmentCode?: string;
}

export class ChallengeView {
  @Id({ about: 'Send it back with the answer' }) challengeId: string;
  @AnyObject({ about: 'For `navigator.credentials` (WebAuthn, JSON form)' }) options: object;
  @Instant({ about: 'When the challenge lapses' }) expiresAt: string;
}

export class PasskeyAnswer {
  @Id({ about: 'The challenge that was signed' }) challengeId: string;
  @AnyObject({ about: 'What `navigator.credentials` answered (WebAuthn, JSON form)' }) response: object;
}

export class NewPasskey extends PasskeyAnswer {
  @Text({ about: 'Name to tell it from others by', max: 60 }) name: string;
  @Text(ENROLMENT) enrolmentCode?: string;
}

export class PasskeyView {
  @Id({ about: 'The passkey' }) id: string;
  @Text({ about: 'Its name', max: 60 }) name: string;
  @Instant({ about: 'When it was registered' }) createdAt: string;
  @Instant({ about: 'When it was last used', optional: true }) lastUsedAt: string | null;
}

export class StepUp {
  @Text({ about: 'Code of your authenticator app', max: 16, secret: true, optional: true }) code?: string;
  @Nested(() => PasskeyAnswer, { about: 'Or the answer of a passkey', optional: true }) passkey?: PasskeyAnswer;
}

export class RecoveryView {
  @Id({ about: 'The person' }) userId: string;
  @Id({ about: 'Administrator who asked' }) askedBy: string;
  @Instant({ about: 'Until when another administrator may confirm' }) expiresAt: string;
}

export class RecoveryCodeView {
  @Text({ about: 'One-time code; hand it over in person. Shown once', max: 64 }) code: string;
  @Instant({ about: 'When it lapses' }) expiresAt: string;
}
