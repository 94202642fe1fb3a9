import type { INestApplication, Type } from '@nestjs/common';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { type ApplicationConfig, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { ACCESS, type PermissionName, type RouteAccess } from './allow.js';
import { checkParameters, takesBody } from './route-parameters.js';
import { isShownOnce } from './idempotency.interceptor.js';
import { opensOwnUnits } from './unit-of-work.interceptor.js';
import { UnguardedRoute } from './unguarded-route.js';

export interface Route {
  method: string;
  /** Fastify's pattern, complete from the root: `/api/v1/cases/:id` */
  path: string;
  /** `CasesController.open`, or the name under which a route of ours without a controller was registered */
  handler: string;
  access: RouteAccess;
  /** the handler reads a body */
  takesBody?: boolean;
  /** takes an Idempotency-Key */
  takesKey?: boolean;
  /** its answer holds a secret that is kept nowhere */
  shownOnce?: boolean;
}

/** Who may call a route, in a word: `referrals:submit`, `signed-in`, `before-second-factor`, `public`. */
export function whoMay(access: RouteAccess): string {
  if (access.kind === 'permission') return access.permission;
  return access.kind === 'signed-in' && access.before?.includes('SECOND_FACTOR') ? 'before-second-factor' : access.kind;
}

/** Every route of the application and who may call it. */
export class RouteTable {
  private readonly byKey = new Map<string, Route>();

  constructor(readonly routes: readonly Route[]) {
    for (const route of routes) this.byKey.set(`${route.method} ${route.path}`, route);
  }

  /** The route of a matched request; HEAD is answered by GET's. */
  find(method: string, path: string | undefined): Route | undefined {
    return this.byKey.get(`${method} ${path}`) ?? (method === 'HEAD' ? this.byKey.get(`GET ${path}`) : undefined);
  }

  /** @throws UnguardedRoute for a route that the server answers but this table does not know */
  assertCovers(served: readonly { method: string; path: string }[]): void {
    const stray = served.find(({ method, path }) => !this.find(method, path));
    if (stray) throw new UnguardedRoute(`${stray.method} ${stray.path}`, 'is served but was never declared');
  }

  /** `METHOD path permission` lines, sorted: the list that is committed and compared. */
  lines(): string[] {
    return this.routes.map(({ method, path, access }) => `${method} ${path} ${whoMay(access)}`).sort();
  }
}

/**
 * Collects the routes of all controllers, without starting anything (so it works in Nest's preview mode too).
 *
 * @param known the permissions that some role may hold; a route that asks for another could never be called
 * @throws UnguardedRoute for a route without `@Allow`, `@AllowSignedIn` or `@Public`, or with unchecked parameters
 */
export function collectRoutes(app: INestApplication, known: ReadonlySet<PermissionName>): Route[] {
  const routes: Route[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype === 'function') routes.push(...routesOf(app, metatype as Type, known));
    }
  }
  return routes;
}

function routesOf(app: INestApplication, controller: Type, known: ReadonlySet<PermissionName>): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  const names = new MetadataScanner().getAllMethodNames(prototype);
  return names.flatMap((name) => {
    const handler = prototype[name]!;
    if (Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
    const title = `${controller.name}.${name}`;
    const access = accessOf(controller, handler, title, known);
    checkParameters(controller, name);
    const verb = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
    if (verb === RequestMethod.ALL) throw new UnguardedRoute(title, 'must name one method, not all');
    const method = RequestMethod[verb];
    const takesKey = method === 'POST' && access.kind !== 'public' && !opensOwnUnits(handler, controller);
    const about = {
      method,
      handler: title,
      access,
      takesBody: takesBody(controller, name),
      takesKey,
      shownOnce: isShownOnce(handler),
    };
    return pathsOf(app, controller, handler, verb).map((path) => ({ ...about, path }));
  });
}

function accessOf(controller: Type, handler: object, title: string, known: ReadonlySet<PermissionName>): RouteAccess {
  const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as
    RouteAccess | undefined;
  if (!access) throw new UnguardedRoute(title, 'needs @Allow, @AllowSignedIn or @Public');
  if (access.kind === 'permission' && !known.has(access.permission)) {
    throw new UnguardedRoute(title, `asks for ${access.permission}, which no role can hold`);
  }
  return access;
}

/** Paths as the framework itself makes them. */
function pathsOf(app: INestApplication, controller: Type, handler: object, verb: RequestMethod): string[] {
  const { config } = app as unknown as { config: ApplicationConfig };
  const factory = new RoutePathFactory(config);
  const slashed = (path: string) => (path.startsWith('/') ? path : `/${path}`);
  const list = (path: string | string[]) => (Array.isArray(path) ? path : [path]).map(slashed);
  const prefix = config.getGlobalPrefix();
  const globalPrefix = prefix ? slashed(prefix) : undefined;
  return list(Reflect.getMetadata(PATH_METADATA, controller) as string | string[]).flatMap((ctrlPath) =>
    list(Reflect.getMetadata(PATH_METADATA, handler) as string | string[]).flatMap((methodPath) =>
      factory.create({ ctrlPath, methodPath, globalPrefix }, verb),
    ),
  );
}
