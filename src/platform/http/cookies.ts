import type { FastifyInstance, FastifyReply } from 'fastify';

export interface CookieOptions {
  path: string;
  httpOnly?: boolean;
  sameSite?: 'strict' | 'lax';
  secure?: boolean;
  /** seconds; a session cookie when absent */
  maxAge?: number;
}

declare module 'fastify' {
  interface FastifyReply {
    /** `value` must be a plain token (RFC 6265 cookie-octets). @throws TypeError otherwise */
    setCookie(name: string, value: string, options: CookieOptions): this;
    clearCookie(name: string, options: CookieOptions): this;
  }
}

const NAME = /^[\w-]+$/;
const VALUE = /^[\w!#$%&'()*+./:<=>?@[\]^`{|}~-]*$/;

/** The value of a cookie; the first when there are several of that name. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** Gives replies `setCookie` and `clearCookie`. */
export function addCookies(server: FastifyInstance): void {
  server.decorateReply('setCookie', function (this: FastifyReply, name: string, value: string, options: CookieOptions) {
    return this.header('set-cookie', serialised(name, value, options));
  });
  server.decorateReply('clearCookie', function (this: FastifyReply, name: string, options: CookieOptions) {
    return this.header('set-cookie', serialised(name, '', { ...options, maxAge: 0 }));
  });
}

function serialised(name: string, value: string, { path, httpOnly, sameSite, secure, maxAge }: CookieOptions): string {
  if (!NAME.test(name) || !VALUE.test(value) || !/^\/[\w/-]*$/.test(path)) throw new TypeError('not fit for a cookie');
  const parts = [`${name}=${value}`, `Path=${path}`];
  if (maxAge !== undefined) parts.push(`Max-Age=${Math.trunc(maxAge)}`);
  if (httpOnly) parts.push('HttpOnly');
  if (secure) parts.push('Secure');
  if (sameSite) parts.push(`SameSite=${sameSite === 'strict' ? 'Strict' : 'Lax'}`);
  return parts.join('; ');
}
