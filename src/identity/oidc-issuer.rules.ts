export type IssuerRefusal = 'not-a-url' | 'not-https' | 'not-plain';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why an issuer will not do: OpenID Connect Discovery 1.0 §3 asks for https without query or fragment. Plain http is taken for
 * this machine alone, and never in production.
 */
export function issuerRefusal(issuer: string, production: boolean): IssuerRefusal | undefined {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'not-a-url';
  if (url.protocol === 'http:' && !mayBePlain(url, production)) return 'not-https';
  if (/[?#]/.test(issuer) || url.username !== '' || url.password !== '') return 'not-plain';
  return undefined;
}

function mayBePlain(url: URL, production: boolean): boolean {
  return !production && LOOPBACK.has(url.hostname);
}
