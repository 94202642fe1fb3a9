import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module.js';
import { VERSION } from '../../src/application.js';
import { KNOWN_PERMISSIONS, PERMISSIONS, ROLES } from '../../src/identity/roles.rules.js';
import { boardRoutes } from '../../src/operations/queue-board.service.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { createAdapter, describeApi } from '../../src/platform/http/app.js';
import { EXPLORER_ROUTES } from '../../src/platform/http/explorer.js';
import { collectRoutes, type Route, whoMay } from '../../src/platform/http/routes.js';
import { EventLog } from '../../src/platform/log/event-log.js';

export interface ApiDocs {
  openapi: OpenAPIObject;
  routes: Route[];
}

/** What the whole application offers over HTTP; nothing is started and no database is needed. */
export async function describeWholeApi(): Promise<ApiDocs> {
  const settings = readSettings({ NODE_ENV: 'test', DATABASE_URL: 'postgres://nobody@localhost/nothing' });
  const app: INestApplication = await NestFactory.create(
    AppModule.with(settings),
    createAdapter(new EventLog('silent')),
    { preview: true, logger: false, abortOnError: false },
  );
  const openapi = describeApi(app, { permissions: KNOWN_PERMISSIONS, version: VERSION });
  const routes = [...collectRoutes(app, KNOWN_PERMISSIONS), ...EXPLORER_ROUTES, ...boardRoutes()];
  return { openapi: JSON.parse(JSON.stringify(openapi)) as OpenAPIObject, routes };
}

const HEAD = `# Routes

Every method and path, the permission it asks for, and the roles that hold it. Which cases a person then sees is decided by sharing
decisions, never by a role alone. Made by \`UPDATE=1 npm test -- architecture/routes\`; a route that is not here fails that test.

| method | path | permission | roles |
| --- | --- | --- | --- |
`;

/** docs/routes.md */
export function routesPage(routes: readonly Route[]): string {
  const lines = routes.map(({ method, path, access }) => {
    return `| ${method} | ${path} | ${whoMay(access)} | ${holders(access)} |`;
  });
  const byPath = (line: string) => `${line.split(' | ')[1]}\0${line}`;
  return `${HEAD}${lines.sort((a, b) => (byPath(a) < byPath(b) ? -1 : 1)).join('\n')}\n`;
}

function holders(access: Route['access']): string {
  if (access.kind !== 'permission') return access.kind === 'public' ? 'anybody' : 'everybody';
  return ROLES.filter((role) => PERMISSIONS[role].includes(access.permission)).join(', ');
}
