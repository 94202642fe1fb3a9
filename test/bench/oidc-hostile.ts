import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  type Claims,
  CLIENT,
  type Forgery,
  HostileProvider,
  SUBJECT,
  TENANT,
} from '../support/oidc-provider-hostile.js';

export interface Sent {
  status: number;
  location?: string;
  cookies: string[];
  body: any;
}

/** One request to the application; `path` stands under /api/v1. */
export type Send = (
  method: string,
  path: string,
  options?: { token?: string; body?: unknown; headers?: Record<string, string> },
) => Promise<Sent>;

/** Who and where; the provider is set up by the administrators through the API, as it would be. */
export interface OidcScene {
  send: Send;
  /** agency of the person, without a provider so far */
  agencyId: string;
  /** tokens of two administrators of every MARAC of the agency, neither of them the person, who just proved a second factor */
  administrators: [string, string];
  personId: string;
  administratorEmail: string;
}

export interface Outcome {
  /** a session came of it, and works */
  accepted: boolean;
  status: number;
  /** code of the refusal */
  code?: string;
}

export interface OidcHostileContext extends OidcScene {
  provider: HostileProvider;
  /** a provider of somebody else's */
  stranger: HostileProvider;
  /** puts the provider's configuration and metadata back, with changes; whatever was cached of it is forgotten */
  fresh: (settings?: Record<string, unknown>, metadata?: Claims) => Promise<void>;
  begin: () => Promise<{ location: string; cookie: string }>;
  /** comes back to the callback with this query and cookie */
  finish: (query: URLSearchParams | string, cookie: string | undefined, agencyId?: string) => Promise<Outcome>;
  /** a whole sign-in at the provider */
  signIn: (forgery?: Forgery) => Promise<Outcome>;
  stop: () => Promise<void>;
}

/** A real process is spoken to over the network. */
export function sendTo(origin: string): Send {
  return async (method, path, { token, body, headers } = {}) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json') && text !== '';
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? undefined,
      cookies: answer.headers.getSetCookie(),
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
}

const cookieOf = ({ cookies }: Sent, name: string) =>
  cookies.map((cookie) => new RegExp(`^(?:__Host-)?${name}=([^;]+)`).exec(cookie)?.[1]).find(Boolean);

async function must(expected: number, sent: Promise<Sent>): Promise<any> {
  const { status, body } = await sent;
  if (status !== expected) throw new Error(`the scene is not set: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Sets the scene: an agency with a provider, and a person linked to `SUBJECT` there. */
export async function oidcHostileContext(scene: OidcScene): Promise<OidcHostileContext> {
  const { send, agencyId, personId } = scene;
  const [first, second] = scene.administrators;
  const [provider, stranger] = [await HostileProvider.start(), await HostileProvider.start()];
  const settings = { issuer: provider.issuer, clientId: CLIENT.id, tenantClaim: 'tid', tenantValues: [TENANT] };
  const path = `/agencies/${agencyId}/oidc-provider`;
  let { version } = await must(
    201,
    send('POST', path, { token: first, body: { ...settings, clientSecret: CLIENT.secret } }),
  );
  const asked = { userId: personId, subject: SUBJECT };
  const { id } = await must(201, send('POST', '/external-identities', { token: first, body: asked }));
  await must(200, send('POST', `/external-identities/${id}/confirmation`, { token: second }));

  const finish: OidcHostileContext['finish'] = async (query, cookie, at = agencyId) => {
    const headers: Record<string, string> =
      cookie === undefined ? {} : { cookie: `marac_oidc=${cookie}; __Host-marac_oidc=${cookie}` };
    const sent = await send('GET', `/oidc/${at}/callback?${query.toString()}`, { headers });
    const token = cookieOf(sent, 'marac_session');
    const works = token !== undefined && (await send('GET', '/sessions/current', { token })).status === 200;
    return { accepted: works, status: sent.status, code: sent.body?.code };
  };
  const begin = async () => {
    const started = await send('GET', `/oidc/${agencyId}/start`);
    if (started.status !== 302) throw new NotBegun(started);
    return { location: started.location!, cookie: cookieOf(started, 'marac_oidc')! };
  };
  return {
    ...{ ...scene, provider, stranger, begin, finish },
    async fresh(changes = {}, metadata = {}) {
      provider.metadata = metadata;
      const headers = { 'if-match': `"${version}"` };
      const body = { ...settings, enabled: true, ...changes };
      ({ version } = await must(200, send('PUT', path, { token: first, headers, body })));
    },
    async signIn(forgery) {
      const { location, cookie } = await begin();
      return finish(provider.answer(location, forgery), cookie);
    },
    async stop() {
      await provider.stop();
      await stranger.stop();
    },
  };
}

class NotBegun extends Error {
  constructor(readonly sent: Sent) {
    super(`not begun: ${sent.status}`);
  }
}

export interface HostileCase {
  name: string;
  run: (context: OidcHostileContext) => Promise<Outcome>;
}

/** A provider that signs what it should not. */
const forged = (
  name: string,
  forgery: Forgery | ((context: OidcHostileContext) => Forgery),
  metadata?: Claims,
): HostileCase => ({
  name: `provider: ${name}`,
  async run(context) {
    await context.fresh({}, metadata);
    return context.signIn(typeof forgery === 'function' ? forgery(context) : forgery);
  },
});

const claiming = (name: string, change: (honest: Claims) => Claims): HostileCase =>
  forged(name, { claims: (honest) => ({ ...honest, ...change(honest) }) });

/** An answer that is not the one to the question. */
const answered = (
  name: string,
  come: (context: OidcHostileContext, begun: { location: string; cookie: string }) => Promise<Outcome>,
): HostileCase => ({
  name: `answer: ${name}`,
  async run(context) {
    await context.fresh();
    return come(context, await context.begin());
  },
});

/** Metadata that are not of the issuer that was asked. */
const misnamed = (name: string, issuer: (context: OidcHostileContext) => string): HostileCase => ({
  name: `provider: metadata of ${name}`,
  async run(context) {
    await context.fresh({}, { issuer: issuer(context) });
    try {
      return await context.signIn();
    } catch (error) {
      if (!(error instanceof NotBegun)) throw error;
      return { accepted: false, status: error.sent.status, code: error.sent.body?.code };
    }
  },
});

const seconds = () => Math.floor(Date.now() / 1000);
const stolen = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ALGORITHMS = { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] };

const SIGNATURES: HostileCase[] = [
  forged('alg none', { idToken: (claims, provider) => provider.unsigned(claims) }),
  forged('alg none, offered in its metadata', { idToken: (claims, provider) => provider.unsigned(claims) }, ALGORITHMS),
  forged('alg None', { idToken: (claims, provider) => provider.unsigned(claims, 'None') }, ALGORITHMS),
  forged(
    'HS256 with the client secret',
    { idToken: (claims, p) => p.signedWithSecret(claims, CLIENT.secret) },
    ALGORITHMS,
  ),
  forged('HS256 with the public key', { idToken: (claims, p) => p.signedWithSecret(claims, p.publicPem) }, ALGORITHMS),
  forged('another key under the known name', { idToken: (claims, p) => p.signed(claims, {}, stolen.privateKey) }),
  forged('an unknown kid', { idToken: (claims, p) => p.signed(claims, { kid: 'unknown' }, stolen.privateKey) }),
  forged('a key brought along in the header', {
    idToken: (claims, p) =>
      p.signed(claims, { kid: undefined, jwk: stolen.publicKey.export({ format: 'jwk' }) }, stolen.privateKey),
  }),
  forged('a critical header nobody knows', { idToken: (claims, p) => p.signed(claims, { crit: ['x'], x: 1 }) }),
  forged('a signature cut off', { idToken: (claims, p) => p.signed(claims).replace(/[^.]*$/, '') }),
  forged('claims changed after signing', {
    idToken: (claims, p) => {
      const [head, , signature] = p.signed({ ...claims, sub: 'somebody' }).split('.');
      return [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    },
  }),
  forged('no ID token', { idToken: () => undefined }),
  forged('an ID token that is none', { idToken: () => 'nonsense' }),
];

const CLAIMS: HostileCase[] = [
  claiming('another audience', () => ({ aud: 'somebody-else' })),
  claiming('an audience beside us', () => ({ aud: [CLIENT.id, 'somebody-else'] })),
  claiming('an audience beside us, given to us', () => ({ aud: [CLIENT.id, 'somebody-else'], azp: CLIENT.id })),
  claiming('azp of somebody else', () => ({ azp: 'somebody-else' })),
  claiming('another issuer', () => ({ iss: 'https://id.example.org' })),
  claiming('an issuer with a slash more', ({ iss }) => ({ iss: `${String(iss)}/` })),
  claiming('another nonce', () => ({ nonce: 'x'.repeat(43) })),
  claiming('no nonce', () => ({ nonce: undefined })),
  claiming('expired', () => ({ exp: seconds() - 60 })),
  claiming('no end', () => ({ exp: undefined })),
  claiming('not valid yet', () => ({ nbf: seconds() + 600 })),
  claiming('issued in the future', () => ({ iat: seconds() + 600, exp: seconds() + 900 })),
  claiming('issued before we asked', () => ({ iat: seconds() - 3600, exp: seconds() + 3600 })),
  claiming('no subject', () => ({ sub: undefined })),
  claiming('a subject that is a list', () => ({ sub: [SUBJECT] })),
  claiming('a subject with a space behind', () => ({ sub: `${SUBJECT} ` })),
  claiming('a subject in capitals', () => ({ sub: SUBJECT.toUpperCase() })),
  claiming('another tenant', () => ({ tid: 'somewhere-else' })),
  claiming('a list of tenants', () => ({ tid: [TENANT] })),
  claiming('authenticated a week ago', () => ({ auth_time: seconds() - 7 * 86_400 })),
  claiming('authenticated in the future', () => ({ auth_time: seconds() + 600 })),
  claiming('no auth_time', () => ({ auth_time: undefined })),
  forged('an unknown subject with the address of an administrator', ({ administratorEmail }) => ({
    claims: (honest) => ({ ...honest, sub: 'unknown', email: administratorEmail, email_verified: true }),
  })),
  forged('the address of an administrator for a subject', ({ administratorEmail }) => ({
    subject: administratorEmail,
  })),
  forged('the id of the person for a subject', ({ personId }) => ({ subject: personId })),
  forged('userinfo of another subject', {
    claims: (honest) => ({ ...honest, tid: undefined }),
    userinfo: { sub: 'somebody', tid: TENANT },
  }),
  forged('userinfo of another tenant', {
    claims: (honest) => ({ ...honest, tid: undefined }),
    userinfo: { sub: SUBJECT, tid: 'somewhere-else' },
  }),
  {
    name: 'provider: an acr too low',
    async run(context) {
      await context.fresh({ requiredAcr: ['urn:high'] });
      return context.signIn({ claims: (honest) => ({ ...honest, acr: 'urn:low' }) });
    },
  },
];

const CONVERSATION: HostileCase[] = [
  forged('a token endpoint that leads elsewhere', {
    respond: (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  }),
  forged('an answer without end', {
    respond: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"access_token":"');
      for (let i = 0; i < 64; i++) response.write('x'.repeat(64 * 1024));
      response.end('"}');
    },
  }),
  misnamed('another issuer', ({ stranger }) => stranger.issuer),
  misnamed('its issuer with a slash more', ({ provider }) => `${provider.issuer}/`),
  answered('a code that was used', async ({ provider, begin, finish }, begun) => {
    const used = provider.answer(begun.location);
    await finish(used, begun.cookie);
    const again = await begin();
    const query = provider.answer(again.location);
    query.set('code', used.get('code')!);
    return finish(query, again.cookie);
  }),
  answered('a code that was used, and a provider that does not mind', async ({ provider, begin, finish }, begun) => {
    const used = provider.answer(begun.location, { careless: true });
    await finish(used, begun.cookie);
    const again = await begin();
    const query = provider.answer(again.location);
    query.set('code', used.get('code')!);
    return finish(query, again.cookie);
  }),
  answered('a state that was used', async ({ provider, finish }, { location, cookie }) => {
    await finish(provider.answer(location), cookie);
    return finish(provider.answer(location), cookie);
  }),
  answered('a state nobody gave out', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.set('state', 'x'.repeat(43));
    return finish(query, cookie);
  }),
  answered('no state', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.delete('state');
    return finish(query, cookie);
  }),
  answered('two states', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.append('state', 'x'.repeat(43));
    return finish(query, cookie);
  }),
  answered('SQL for a state', async ({ finish }, { cookie }) =>
    finish(new URLSearchParams({ code: 'x', state: "' or 1=1 --" }), cookie),
  ),
  answered('no code', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.delete('code');
    return finish(query, cookie);
  }),
  answered('an error beside the code', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.set('error', 'access_denied');
    return finish(query, cookie);
  }),
  answered('an ID token in the address', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.set('id_token', provider.signed({ iss: provider.issuer, aud: CLIENT.id, sub: SUBJECT }));
    return finish(query, cookie);
  }),
  answered('from another browser', async ({ provider, finish }, { location }) =>
    finish(provider.answer(location), undefined),
  ),
  answered(
    'of an attacker, in the browser of somebody who began',
    async ({ provider, begin, finish }, { location }) => {
      const { cookie } = await begin();
      return finish(provider.answer(location), cookie);
    },
  ),
  answered('that names another issuer', async ({ provider, stranger, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.set('iss', stranger.issuer);
    return finish(query, cookie);
  }),
  answered('without the issuer that its metadata promise', async ({ provider, finish }, { location, cookie }) => {
    const query = provider.answer(location);
    query.delete('iss');
    return finish(query, cookie);
  }),
  answered('with the code of another provider', async ({ provider, stranger, finish }, { location, cookie }) => {
    const query = stranger.answer(location);
    query.set('iss', provider.issuer);
    return finish(query, cookie);
  }),
  answered('at the address of another agency', async ({ provider, finish }, { location, cookie }) =>
    finish(provider.answer(location), cookie, randomUUID()),
  ),
  answered('when the provider was turned off meanwhile', async ({ provider, fresh, finish }, { location, cookie }) => {
    await fresh({ enabled: false });
    return finish(provider.answer(location), cookie);
  }),
];

/** Nobody comes in by any of them. */
export const OIDC_HOSTILE: HostileCase[] = [...SIGNATURES, ...CLAIMS, ...CONVERSATION];

/** These do come in, by the same way: or the refusals above would prove nothing. */
export const OIDC_HONEST: HostileCase[] = [
  forged('honest', {}),
  claiming('a code more in the audience’s form', () => ({ aud: [CLIENT.id], azp: CLIENT.id })),
  forged('the tenant at userinfo alone', { claims: (honest) => ({ ...honest, tid: undefined }) }),
];
