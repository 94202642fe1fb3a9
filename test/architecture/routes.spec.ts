import { beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Lacking } from '../../src/platform/http/signed-in.js';
import { type ApiDocs, describeWholeApi, routesPage } from '../support/api-docs.js';
import { committed } from '../support/committed.js';

let docs: ApiDocs;
beforeAll(async () => {
  docs = await describeWholeApi();
}, 60_000);

test('the API is what docs/openapi.json says', () => {
  const now = `${JSON.stringify(docs.openapi, null, 2)}\n`;
  expect(now).toBe(committed('docs/openapi.json', now));
});

test('the routes are those of docs/routes.md', () => {
  const now = routesPage(docs.routes);
  expect(now).toBe(committed('docs/routes.md', now));
});

test('open to the world is only what has to be', () => {
  const open = docs.routes
    .filter(({ access }) => access.kind === 'public')
    .map(({ method, path }) => `${method} ${path}`);
  expect(open.sort()).toEqual([
    'GET /api/docs',
    'GET /api/docs/explorer.js',
    'GET /api/docs/swagger-ui-bundle.js',
    'GET /api/docs/swagger-ui.css',
    'GET /api/openapi.json',
    'GET /api/v1/calendar-feeds/:token/meetings.ics',
    'GET /api/v1/oidc/:agencyId/callback',
    'GET /api/v1/oidc/:agencyId/start',
    'GET /health/live',
    'GET /health/ready',
    'POST /api/v1/delivery-receipts/notify',
    'POST /api/v1/oidc/:agencyId/start',
    'POST /api/v1/sessions',
    'POST /api/v1/sessions/passkey',
    'POST /api/v1/sessions/passkey-options',
    'POST /api/v1/setup',
  ]);
});

test('signed in is enough only for what is one’s own', () => {
  const own = docs.routes
    .filter(({ access }) => access.kind === 'signed-in')
    .map(({ method, path }) => `${method} ${path}`);
  expect(own.sort()).toEqual([
    'DELETE /api/v1/calendar-feeds/:id',
    'DELETE /api/v1/passkeys/:id',
    'DELETE /api/v1/sessions',
    'DELETE /api/v1/sessions/:id',
    'DELETE /api/v1/sessions/current',
    'GET /api/v1/calendar-feeds',
    'GET /api/v1/inbox',
    'GET /api/v1/me/notification-preferences',
    'GET /api/v1/passkeys',
    'GET /api/v1/sessions',
    'GET /api/v1/sessions/current',
    'POST /api/v1/authenticator-app',
    'POST /api/v1/authenticator-app/confirmation',
    'POST /api/v1/calendar-feeds',
    'POST /api/v1/inbox/:id/read',
    'POST /api/v1/me/address-confirmation',
    'POST /api/v1/oidc/step-up',
    'POST /api/v1/passkeys',
    'POST /api/v1/passkeys/options',
    'POST /api/v1/sessions/current/passkey-options',
    'POST /api/v1/sessions/current/password',
    'POST /api/v1/sessions/current/second-factor',
    'PUT /api/v1/me/notification-preferences',
  ]);
});

const openBefore = (lack: Lacking) =>
  docs.routes
    .filter(({ access }) => access.kind === 'signed-in' && access.before?.includes(lack))
    .map(({ method, path }) => `${method} ${path}`)
    .sort();

test('with a password that somebody else chose one may only choose one’s own, and sign out', () => {
  expect(openBefore('OWN_PASSWORD')).toEqual([
    'DELETE /api/v1/sessions/current',
    'GET /api/v1/sessions/current',
    'POST /api/v1/sessions/current/password',
  ]);
});

test('before a second factor is proved one may only prove or enrol it, and sign out', () => {
  expect(openBefore('SECOND_FACTOR')).toEqual([
    'DELETE /api/v1/sessions/current',
    'GET /api/v1/sessions/current',
    'POST /api/v1/authenticator-app',
    'POST /api/v1/authenticator-app/confirmation',
    'POST /api/v1/oidc/step-up',
    'POST /api/v1/passkeys',
    'POST /api/v1/passkeys/options',
    'POST /api/v1/sessions/current/passkey-options',
    'POST /api/v1/sessions/current/second-factor',
  ]);
});

describe('the description', () => {
  type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
  const operations = () =>
    Object.entries(docs.openapi.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        key: `${method.toUpperCase()} ${path}`,
        operation: operation as Operation,
      })),
    );

  test('is OpenAPI 3.1 and covers every route', () => {
    expect(docs.openapi.openapi).toMatch(/^3\.1\./);
    const described = operations().map(({ key }) => key);
    const routed = docs.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const pages = /\/api\/docs\/.+\.|^GET \/queues\//; // of files and of the queue board
    expect(routed.filter((key) => !described.includes(key) && !pages.test(key))).toEqual([]);
    expect(described.length).toBeGreaterThan(40);
  });

  test('names each operation once, and says what every answer looks like', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const vague = operations().filter(({ key, operation }) => {
      const good = Object.entries(operation.responses).filter(([status]) => /^(?:2|302)/.test(status));
      const said = good.some(([status, answer]) => /^(?:204|302)$/.test(status) || 'content' in (answer as object));
      return key.includes('/api/v1/') && !said;
    });
    expect(vague.map(({ key }) => key)).toEqual([]);
  });

  test('refers to no schema that is not there', () => {
    const text = JSON.stringify(docs.openapi);
    const wanted = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
    const there = Object.keys(docs.openapi.components!.schemas!);
    expect(wanted.filter((name) => !there.includes(name))).toEqual([]);
  });
});
