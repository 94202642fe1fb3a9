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
  const args = argumentsOf(controller, method);
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype, method) ?? []) as unknown[];
  const title = `${controller.name}.${method}`;
  for (const [key, argument] of Object.entries(args)) {
    const kind = kindOf(key);
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

/** True for a handler that reads a body. */
export function takesBody(controller: Type, method: string): boolean {
  const kinds = Object.keys(argumentsOf(controller, method)).map(kindOf);
  return kinds.some((kind) => [RouteParamtypes.BODY, RouteParamtypes.RAW_BODY].includes(kind));
}

function argumentsOf(controller: Type, method: string): Record<string, Argument> {
  return (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
}

/** What stands before the colon of an argument's key. */
function kindOf(key: string): RouteParamtypes {
  return Number(key.split(':')[0]) as RouteParamtypes;
}
