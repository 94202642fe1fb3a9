import type { PipeTransform, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import { isInputClass } from './field.js';
import { UnguardedRoute } from './unguarded-route.js';

interface Argument {
  index: number;
  data?: unknown;
  pipes?: (Type<PipeTransform> | PipeTransform)[];
}

/**
 * Stops the boot for a handler that would get unchecked input: a body or query that is no class made of fields, or a path
 * parameter without a pipe. TypeScript types vanish at run time, so such a handler would work, and let everything in.
 *
 * @throws UnguardedRoute
 */
export function checkParameters(controller: Type, method: string): void {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ?? []) as unknown[];
  const title = `${controller.name}.${method}`;
  for (const [key, argument] of Object.entries(args)) {
    const kind = Number(key.split(':')[0]) as RouteParamtypes;
    const piped = (argument.pipes ?? []).length > 0;
    if (kind === RouteParamtypes.PARAM && !piped) {
      throw new UnguardedRoute(title, 'takes a path parameter without a pipe (@IdParam)');
    }
    if (kind !== RouteParamtypes.BODY && kind !== RouteParamtypes.QUERY) continue;
    const type = types[argument.index];
    const isFile = kind === RouteParamtypes.BODY && type === Buffer;
    const isWhole = argument.data === undefined && isInputClass(type);
    if (!isFile && !isWhole && !piped) {
      throw new UnguardedRoute(title, 'takes a body or query that is not a class of checked fields');
    }
  }
}
