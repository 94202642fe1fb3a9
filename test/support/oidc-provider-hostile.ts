import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Claims = Record<string, unknown>;

/** What the provider does otherwise than an honest one would. */
export interface Forgery {
  /** who signs in; `SUBJECT` when absent */
  subject?: string;
  /** claims that replace honest ones; undefined takes one away */
  claims?: (honest: Claims) => Claims;
  /** the ID token, made of claims that were replaced already */
  idToken?: (claims: Claims, provider: HostileProvider) => string | undefined;
  userinfo?: Claims;
  /** gives tokens for a code that was redeemed before, or without the right verifier */
  careless?: boolean;
  /** answers the token request by itself */
  respond?: (response: ServerResponse) => void;
}

/** The linked person's subject, and the organisation that comes in. */
export const SUBJECT = 'c1c9-7d20';
export const TENANT = 'police';
export const CLIENT = { id: 'marac-at-hostile', secret: 'only a secret of tests' };

interface Grant {
  nonce: string | null;
  challenge: string | null;
  forgery: Forgery;
  redeemed: boolean;
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An OpenID Connect provider that speaks the protocol as an honest one would (client authentication, PKCE, single-use codes),
 * and lies where it is told to. Its people do not sign in: `answer` is what the browser would come back with.
 */
export class HostileProvider {
  /** put over the honest metadata */
  metadata: Claims = {};
  /** the key it publishes, and its name */
  readonly kid = randomBytes(8).toString('hex');
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly grants = new Map<string, Grant>();
  private readonly tokens = new Map<string, Forgery>();
  issuer = '';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HostileProvider> {
    const late: { provider?: HostileProvider } = {};
    const server = createServer((request, response) => void late.provider!.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = (late.provider = new HostileProvider(server));
    provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The query with which the browser comes back from an authorisation request. */
  answer(location: string, forgery: Forgery = {}): URLSearchParams {
    const asked = new URL(location).searchParams;
    const code = randomBytes(16).toString('hex');
    this.grants.set(code, {
      nonce: asked.get('nonce'),
      challenge: asked.get('code_challenge'),
      forgery,
      redeemed: false,
    });
    return new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer });
  }

  /** Signed as it should be. */
  signed(claims: Claims, header: Claims = {}, key: KeyObject = this.keys.privateKey): string {
    const input = `${encoded({ alg: 'RS256', kid: this.kid, ...header })}.${encoded(claims)}`;
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  }

  /** Signed with a shared secret, which a public key is not. */
  signedWithSecret(claims: Claims, secret: string | Buffer): string {
    const input = `${encoded({ alg: 'HS256', kid: this.kid })}.${encoded(claims)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }

  /** Not signed at all. */
  unsigned(claims: Claims, alg = 'none'): string {
    return `${encoded({ alg, kid: this.kid })}.${encoded(claims)}.`;
  }

  get publicPem(): string {
    return this.keys.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.issuer);
    if (pathname === '/.well-known/openid-configuration') return json(response, 200, this.discovery());
    if (pathname === '/jwks') return json(response, 200, this.jwks());
    if (pathname === '/token') return this.redeem(request, response);
    if (pathname === '/userinfo') return this.userinfo(request, response);
    json(response, 404, {});
  }

  private discovery(): Claims {
    const at = (path: string) => `${this.issuer}/${path}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      userinfo_endpoint: at('userinfo'),
      jwks_uri: at('jwks'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }

  private jwks(): Claims {
    const jwk = this.keys.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: this.kid, alg: 'RS256', use: 'sig' }] };
  }

  private async redeem(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = this.grants.get(form.get('code') ?? '');
    const { careless, respond } = grant?.forgery ?? {};
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const known = isOurClient(request.headers.authorization);
    const honest = known && grant !== undefined && !grant.redeemed && grant.challenge === challenge;
    if (!grant || (!honest && !careless)) return json(response, 400, { error: 'invalid_grant' });
    grant.redeemed = true;
    if (respond) return respond(response);
    const access = randomBytes(16).toString('hex');
    this.tokens.set(access, grant.forgery);
    const idToken = this.idToken(grant);
    json(response, 200, { access_token: access, token_type: 'Bearer', expires_in: 60, id_token: idToken });
  }

  private idToken({ nonce, forgery }: Grant): string | undefined {
    const now = Math.floor(Date.now() / 1000);
    const honest: Claims = {
      iss: this.issuer,
      aud: CLIENT.id,
      sub: forgery.subject ?? SUBJECT,
      nonce,
      iat: now,
      exp: now + 300,
      auth_time: now - 60,
      tid: TENANT,
      amr: ['pwd', 'mfa'],
    };
    const claims = forgery.claims ? forgery.claims(honest) : honest;
    return forgery.idToken ? forgery.idToken(claims, this) : this.signed(claims);
  }

  private userinfo(request: IncomingMessage, response: ServerResponse): void {
    const forgery = this.tokens.get((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
    if (!forgery) return json(response, 401, {});
    json(response, 200, forgery.userinfo ?? { sub: forgery.subject ?? SUBJECT, tid: TENANT });
  }
}

/** HTTP basic, of parts that were form-encoded first (RFC 6749 §2.3.1). */
function isOurClient(authorization = ''): boolean {
  const parts = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  const [id, secret] = parts.map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  return id === CLIENT.id && secret === CLIENT.secret;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
