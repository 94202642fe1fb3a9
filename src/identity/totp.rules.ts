import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Steps on either side of now that are taken, for clocks that are off and fingers that are slow (RFC 6238, 5.2). */
const WINDOW = 1;
const SECRET_BYTES = 20;
const ISSUER = 'MARAC';

/** A new secret of 160 bits, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

function totpOf(secret: string, label = ''): TOTP {
  const settings = { issuer: ISSUER, label, algorithm: 'SHA1', digits: DIGITS, period: PERIOD_SECONDS };
  return new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
}

/** For a QR code: SHA-1, six digits, 30 seconds, as every authenticator app knows them. */
export function otpauthUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** The code that an app shows at a moment. */
export function codeAt(secret: string, at: Date): string {
  return totpOf(secret).generate({ timestamp: at.getTime() });
}

/** The time step that a code belongs to, or null when it fits none that is taken at that moment. Blanks in it are forgiven. */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const token = code.replaceAll(' ', '');
  if (!/^[0-9]{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: at.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(at.getTime() / 1000 / PERIOD_SECONDS) + delta;
}
