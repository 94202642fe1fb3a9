import type { CallHandler, ExecutionContext, NestInterceptor, Type } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { Underway } from '../db/underway.js';

/** Where @nestjs/swagger keeps what the decorators of a handler and of a field say. */
const RESPONSES = 'swagger/apiResponse';
const FIELDS = 'swagger/apiModelPropertiesArray';
const FIELD = 'swagger/apiModelProperties';

type Shape = ReadonlyMap<string, Type | null>;
type Declared = { type?: unknown; isArray?: boolean };

/** An answer that holds what its route does not declare. Names properties of ours, never what is in them. */
export class UndeclaredAnswer extends Error {
  readonly messageIsSafe = true;

  constructor(handler: string, properties: readonly string[]) {
    super(`${handler} answers with what it does not declare: ${properties.join(', ')}`);
    this.name = 'UndeclaredAnswer';
  }
}

/**
 * The one way out: an answer has the properties that its declared type has, and no other, at every depth. A row of a table that is
 * sent by mistake ends here, inside the unit of work: nothing is written, nothing leaves. (An answer still under way ends here too, after
 * the commit of what was recorded about it.)
 */
export class DeclaredAnswers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const handler = context.getHandler();
    const type = answerTypeOf(handler);
    if (!type) return next.handle();
    const declared = (answer: unknown) => {
      const found = undeclared(answer, type);
      if (found.length > 0) throw new UndeclaredAnswer(`${context.getClass().name}.${handler.name}`, found);
      return answer;
    };
    return next
      .handle()
      .pipe(map((answer: unknown) => (answer instanceof Underway ? answer.map(declared) : declared(answer))));
  }
}

/** The class that a handler declares to answer with when all goes well, or undefined. */
export function answerTypeOf(handler: object): Type | undefined {
  const responses = (Reflect.getMetadata(RESPONSES, handler) ?? {}) as Record<string, Declared>;
  const good = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  return good ? classOf(good.type) : undefined;
}

/** Properties, as `items.name`, that the type does not declare. JSON text that the database wrote is read for it. */
export function undeclared(answer: unknown, type: Type): string[] {
  return [...new Set(walk(answer, type, ''))];
}

function walk(value: unknown, type: Type, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => walk(item, type, path));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  const shape = shapeOf(type);
  return Object.entries(value).flatMap(([property, inner]) => {
    if (inner === undefined) return [];
    const at = `${path}${property}`;
    const nested = shape.get(property);
    if (nested === undefined) return [at];
    return nested === null ? [] : walk(inner, nested, `${at}.`);
  });
}

const shapes = new WeakMap<Type, Shape>();

/** Declared properties, with the class of those that have fields of their own; null for plain values and free objects. */
function shapeOf(type: Type): Shape {
  const known = shapes.get(type);
  if (known) return known;
  const prototype = type.prototype as object;
  const names = ((Reflect.getMetadata(FIELDS, prototype) ?? []) as string[]).map((name) => name.slice(1));
  const shape = new Map(
    names.map((name) => {
      const declared = Reflect.getMetadata(FIELD, prototype, name) as Declared | undefined;
      return [name, classOf(declared?.type) ?? null];
    }),
  );
  shapes.set(type, shape);
  return shape;
}

const PLAIN = new Set<unknown>([String, Number, Boolean, Object, Date, Array, Buffer]);

/** A class given as itself, in a list, or as the function `type` that yields it when all classes are there. */
function classOf(type: unknown): Type | undefined {
  if (Array.isArray(type)) return classOf(type[0]);
  if (typeof type !== 'function' || PLAIN.has(type)) return undefined;
  return type.name === 'type' ? classOf((type as () => unknown)()) : (type as Type);
}
