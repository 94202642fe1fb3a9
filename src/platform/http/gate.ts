import type { FastifyRequest } from 'fastify';
import { cookieIn } from './cookies.js';
import { Problem } from './problem.js';
import type { RouteTable } from './routes.js';
import type { Authenticate, Lacking } from './signed-in.js';

export const SESSION_COOKIE = 'marac_session';

/** Name of the cookie. Over HTTPS it has the prefix that keeps neighbouring hosts from setting one (RFC 6265bis, 4.1.3.2). */
export function sessionCookie(publicOrigin: string): string {
  return publicOrigin.startsWith('https:') ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
}

export const CSRF_HEADER = 'x-marac-csrf';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
const TOKEN = /^[\w.~+/=-]{16,512}$/;

/**
 * Decides who comes in, before anything of the request is parsed, validated, throttled or looked up. Whoever is not signed in
 * learns nothing: unknown paths, wrong methods and broken bodies all answer 401 like everything else.
 */
export class Gate {
  constructor(
    private readonly routes: RouteTable,
    private readonly authenticate: Authenticate,
    private readonly publicOrigin: string,
  ) {}

  /**
   * Lets the request pass and sets `request.actor`, or throws.
   *
   * @throws Problem 401 `not-signed-in`, 403 `cross-site`, 403 `own-password-needed`, 403 `second-factor-needed`, 403 `not-allowed`
   */
  async admit(request: FastifyRequest): Promise<void> {
    const route = request.is404 ? undefined : this.routes.find(request.method, request.routeOptions?.url);
    if (route?.access.kind === 'public') return;
    const { token, fromCookie } = credentials(request, sessionCookie(this.publicOrigin));
    const signedIn = token === undefined ? null : await this.authenticate(token);
    if (!signedIn) throw notSignedIn();
    if (fromCookie && !SAFE.has(request.method) && !this.isOurOwnPage(request)) {
      throw new Problem(403, 'cross-site', 'This was sent from another site.');
    }
    request.actor = signedIn.actor;
    request.session = signedIn.session;
    const access = route?.access;
    const { lacks } = signedIn;
    if (lacks && !(access?.kind === 'signed-in' && access.before?.includes(lacks))) throw first(lacks);
    if (access?.kind === 'permission' && !signedIn.actor.may(access.permission)) throw Problem.notAllowed();
  }

  /**
   * A browser sends the cookie along whoever made it send the request. `Sec-Fetch-Site` is set by the browser itself and so
   * decides when present; without it, our own script's header (which another site cannot add without our consent) or an
   * `Origin` that is ours will do.
   */
  private isOurOwnPage(request: FastifyRequest): boolean {
    const { headers } = request;
    const site = headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin';
    return headers[CSRF_HEADER] === '1' || headers.origin === this.publicOrigin;
  }
}

export function notSignedIn(): Problem {
  return new Problem(401, 'not-signed-in', 'Sign in first.');
}

function first(lacks: Lacking): Problem {
  if (lacks === 'SECOND_FACTOR') return secondFactorNeeded();
  return new Problem(403, 'own-password-needed', 'Somebody else chose your password: choose one of your own first.');
}

/** The session has proved no second factor, or none for a while. */
export function secondFactorNeeded(): Problem {
  return new Problem(403, 'second-factor-needed', 'Prove your second factor first.');
}

/** The header wins over the cookie; one that is not a bearer token counts as no token at all. */
function credentials(request: FastifyRequest, cookieName: string): { token?: string; fromCookie: boolean } {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    return { token: wellFormed(token), fromCookie: false };
  }
  return { token: wellFormed(cookieIn(cookie, cookieName)), fromCookie: true };
}

/** Anything else cannot be a token of ours, and is not worth a look-up. */
function wellFormed(token: string | undefined): string | undefined {
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}
