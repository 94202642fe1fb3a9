import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  OIDC_HONEST,
  OIDC_HOSTILE,
  type OidcHostileContext,
  oidcHostileContext,
  type Send,
  sendTo,
} from '../bench/oidc-hostile.js';
import { startApp, type TestApp } from '../support/app.js';
import type { World } from '../support/world.js';

let app: TestApp;
let world: World;
let administrators: [string, string];
let context: OidcHostileContext;
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  const another = await world.person(world.agencies.police.id, ['ADMINISTRATOR']);
  await app.rows('update identity.sessions set second_factor_at = now()');
  administrators = [world.administrator.token, another.token];
  context = await oidcHostileContext({
    send: sendInto(app),
    agencyId: world.agencies.housing.id,
    administrators,
    personId: world.housing.id,
    administratorEmail: world.administrator.email,
  });
});
afterAll(async () => {
  await context?.stop();
  await app?.stop();
});

/** The same requests, without a network. */
function sendInto(target: TestApp): Send {
  return async (method, path, { token, body, headers } = {}) => {
    const answer = await target.request(method, path, { as: token, body, headers });
    const cookies = [answer.headers['set-cookie'] ?? []].flat().map(String);
    const location = answer.headers['location'];
    return {
      status: answer.status,
      body: answer.body,
      cookies,
      location: location === undefined ? undefined : String(location),
    };
  };
}

/** Where the metadata are another's, nothing is begun at all. */
const NOT_BEGUN = 'provider: metadata of';

describe('nobody comes in with', () => {
  test.each(OIDC_HOSTILE.map((one) => [one.name, one] as const))('%s', async (name, { run }) => {
    const sessions = await app.rows('select count(*)::int as count from identity.sessions');
    const outcome = await run(context);
    expect(outcome).toEqual(
      name.startsWith(NOT_BEGUN)
        ? { accepted: false, status: 503, code: 'provider-away' }
        : { accepted: false, status: 401, code: 'sign-in-refused' },
    );
    const allowed = name.includes('that was used') ? 1 : 0; // the first use is honest
    const after = await app.rows('select count(*)::int as count from identity.sessions');
    expect(after[0].count - sessions[0].count).toBe(allowed);
  });
});

test.each(OIDC_HONEST.map((one) => [one.name, one] as const))('somebody comes in with %s', async (_, { run }) => {
  expect(await run(context)).toEqual({ accepted: true, status: 200, code: undefined });
});

test('over a network it is the same', async () => {
  await app.app.listen(0, '127.0.0.1');
  const over = await oidcHostileContext({
    send: sendTo(await app.app.getUrl()),
    agencyId: world.agencies.idvaService.id,
    administrators,
    personId: world.idva.id,
    administratorEmail: world.administrator.email,
  });
  try {
    expect((await OIDC_HONEST[0]!.run(over)).accepted).toBe(true);
    for (const { run } of OIDC_HOSTILE.filter((_, at) => at % 10 === 0)) expect((await run(over)).accepted).toBe(false);
  } finally {
    await over.stop();
  }
});

test('refusals are recorded, with a code and without a word of what was sent', async () => {
  const lines = await app.rows(
    `select * from audit.events where action = 'sign-in.refused' and subject_kind = 'agency'`,
  );
  const codes = new Set(lines.map(({ code }) => code));
  for (const code of [
    'answer-not-valid',
    'another-browser',
    'answered-before',
    'nobody-linked',
    'tenant-not-allowed',
    'acr-too-low',
    'issued-later',
  ])
    expect(codes).toContain(code);
  expect(JSON.stringify(lines)).not.toMatch(/c1c9-7d20|@example|eyJ/);
});
