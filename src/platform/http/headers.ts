import type { FastifyReply, FastifyRequest } from 'fastify';

/** Everything comes from ourselves; nothing inline. The explorer's styles are the one exception, on its own page. */
const POLICY = [
  `default-src 'none'`,
  `object-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
  `base-uri 'none'`,
].join('; ');

export const EXPLORER_POLICY = POLICY.replace(`style-src 'self'`, `style-src 'self' 'unsafe-inline'`);

/** The queue board finds its own files by the base address of its page. */
export const BOARD_POLICY = POLICY.replace(`base-uri 'none'`, `base-uri 'self'`);

const FIXED: Record<string, string> = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // addresses of pages hold ids of cases, which must not reach another site
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
};

export const REFERENCE_HEADER = 'x-request-reference';

/** Set before anything else, so that refusals and failures carry them too. */
export function setHeaders(request: FastifyRequest, reply: FastifyReply, overHttps: boolean): void {
  void reply.headers(FIXED).header(REFERENCE_HEADER, request.id);
  if (overHttps) void reply.header('strict-transport-security', 'max-age=63072000; includeSubDomains');
}

/** For answers to what never became a request. */
export function fixedHeaders(): Readonly<Record<string, string>> {
  return FIXED;
}
