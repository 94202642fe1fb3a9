import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';

export const REAL_CLIENT = { id: 'marac', secret: 'another secret of tests' };

/** What somebody does at the provider's sign-in page. */
export interface Hand {
  subject: string;
  amr?: string[];
  acr?: string;
}

/** A real OpenID Connect provider (the certified oidc-provider) with a sign-in page that takes JSON instead of a form. */
export class RealProvider {
  issuer = '';

  private constructor(private readonly server: Server) {}

  /** @param redirectUri the only one it knows of; decided once its address is known */
  static async start(redirectUri: () => string): Promise<RealProvider> {
    const late: { serve?: (request: IncomingMessage, response: ServerResponse) => void } = {};
    const server = createServer((request, response) => late.serve!(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const real = new RealProvider(server);
    real.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // it asks for its clients at the first request
    late.serve = (request, response) => {
      late.serve = serving(real.issuer, redirectUri());
      late.serve(request, response);
    };
    return real;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /**
   * Goes through the sign-in as a browser does, from the authorisation request to where the provider sends it back to.
   * @param cookies of the provider, kept from one sign-in to the next
   */
  async signIn(location: string, hand: Hand, cookies = new Map<string, string>()): Promise<URL> {
    let at = new URL(location);
    for (let steps = 0; steps < 10; steps++) {
      const isPage = at.pathname.startsWith('/interaction/');
      const answer = await fetch(at, {
        redirect: 'manual',
        method: isPage ? 'POST' : 'GET',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(isPage && { body: JSON.stringify(hand) }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (!next) throw new Error(`the provider says ${answer.status}: ${await answer.text()}`);
      at = new URL(next, at);
      if (at.origin !== this.issuer) return at;
    }
    throw new Error('the provider sends the browser round and round');
  }
}

function serving(issuer: string, redirectUri: string): (request: IncomingMessage, response: ServerResponse) => void {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{ client_id: REAL_CLIENT.id, client_secret: REAL_CLIENT.secret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'real' }] },
    cookies: { keys: ['a key of tests'] },
    claims: { openid: ['sub', 'tid'], acr: null, amr: null, auth_time: null },
    acrValues: ['urn:one', 'urn:two'],
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, tid: 'police' }) }),
    loadExistingGrant: async ({ oidc }: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  return (request, response) => {
    if (request.url?.startsWith('/interaction/')) void page(provider, request, response);
    else callback(request, response);
  };
}

async function page(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { subject, amr, acr } = (await json(request)) as Hand;
  await provider.interactionDetails(request, response);
  await provider.interactionFinished(request, response, { login: { accountId: subject, amr, acr, remember: true } });
}
