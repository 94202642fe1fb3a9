import { codeAt } from '../../src/identity/totp.rules.js';
import { newToken, tokenHash } from '../../src/platform/crypto/tokens.js';
import { newId } from '../../src/platform/db/ids.js';
import type { TestApp } from './app.js';
import type { TestUser } from './world.js';

/** Another session of a person, with a second factor proved just now, or some minutes ago. */
export async function freshly(app: TestApp, user: TestUser, minutesAgo = 0): Promise<TestUser> {
  const token = newToken();
  await app.rows(
    `insert into identity.sessions (id, user_id, token_hash, expires_at, second_factor_at)
     values ($1, $2, $3, now() + interval '1 hour', now() - make_interval(mins => $4))`,
    [newId(), user.id, tokenHash(token), minutesAgo],
  );
  return { ...user, token };
}

/** Gives a person an authenticator app through the API, with their own session. */
export async function enrolApp(app: TestApp, user: TestUser): Promise<{ secret: string; token: string }> {
  const offered = await app.request('POST', '/authenticator-app', { as: user });
  const { secret } = offered.body;
  const body = { code: codeAt(secret, new Date()) };
  const confirmed = await app.request('POST', '/authenticator-app/confirmation', { as: user, body });
  if (confirmed.status !== 201) throw new Error(`not enrolled: ${confirmed.text}`);
  return { secret, token: confirmed.body.token };
}

/** The code of the step after the one in use: codes serve once, and tests do not wait half a minute. */
export const nextCode = (secret: string, steps = 1) => codeAt(secret, new Date(Date.now() + steps * 30_000));

/** Lets codes of the steps in use be taken again, as if time had passed. */
export async function forgetSteps(app: TestApp, userId: string): Promise<void> {
  await app.rows('update identity.authenticator_apps set last_step = 0 where user_id = $1', [userId]);
}
