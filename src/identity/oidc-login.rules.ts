import { createHmac } from 'node:crypto';

/** What protects a sign-in under way, and is kept by the browser alone: PKCE's verifier and the nonce of the ID token. */
export interface LoginSecrets {
  verifier: string;
  nonce: string;
}

/**
 * Makes both out of the token in the browser's cookie, so that the database holds nothing by which a stolen code could be
 * redeemed, and an answer is worth nothing in another browser (RFC 9700 §4.7).
 */
export function loginSecrets(browserToken: string, loginId: string): LoginSecrets {
  const made = (what: string) => createHmac('sha256', browserToken).update(`${what} ${loginId}`).digest('base64url');
  return { verifier: made('verifier'), nonce: made('nonce') };
}

/** True for what could be a token of ours: 256 bits as base64url. */
export function isToken(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^[\w-]{43}$/.test(text);
}
