import {
  type ArgumentMetadata,
  Injectable,
  Param,
  type PipeTransform,
  type Type,
  ValidationPipe,
} from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { ValidationError } from 'class-validator';
import { isId } from '../db/ids.js';
import { fieldKinds, type FieldKind, isInputClass, type RuleContext } from './field.js';
import { type FieldProblem, Problem } from './problem.js';

/** More would only repeat what is wrong. */
const MAX_PROBLEMS = 50;
const MAX_POINTER = 200;

/**
 * Checks every body and query against its class. Unknown properties are refused. Query parameters, which are always text, become
 * what their field is; nothing in a body is converted.
 *
 * @throws Problem 422 `invalid-input` with the place, code and rule of everything that is wrong
 */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => refusal(fieldProblems(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type === 'body' && metatype === Buffer) return checkFile(value);
    if ((type !== 'body' && type !== 'query') || !isInputClass(metatype)) return value;
    if (type === 'body') {
      if (value !== undefined && !isPlainObject(value)) {
        throw refusal([{ pointer: '', code: 'not-an-object', detail: 'The body must be an object.' }]);
      }
      return super.transform(value, metadata);
    }
    try {
      return await super.transform(fromQuery(value as Record<string, unknown>, metatype as Type), metadata);
    } catch (error) {
      throw error instanceof Problem ? namedAsParameters(error) : error;
    }
  }
}

function refusal(errors: FieldProblem[]): Problem {
  return new Problem(422, 'invalid-input', 'The input was not accepted.', errors.slice(0, MAX_PROBLEMS));
}

function checkFile(value: unknown): Buffer {
  if (Buffer.isBuffer(value) && value.length > 0) return value;
  throw refusal([{ pointer: '', code: 'required', detail: 'A file must be sent.' }]);
}

const isPlainObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A refusal of a query names the parameter rather than pointing into a document. */
function namedAsParameters(problem: Problem): Problem {
  return refusal(problem.errors.map((error) => ({ ...error, pointer: error.pointer.slice(1) })));
}

/** What class-validator found, as places, codes and rules. `base` is the JSON pointer of what was checked. */
export function fieldProblems(errors: ValidationError[], base = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const name = error.property.replaceAll('~', '~0').replaceAll('/', '~1');
    const pointer = `${base}/${name}`.slice(0, MAX_POINTER);
    const own = Object.entries(error.constraints ?? {}).map(([key, detail]) => {
      if (key === 'whitelistValidation')
        return { pointer, code: 'unknown-property', detail: 'There is no such property.' };
      const { code = 'invalid', each } = ((error.contexts ?? {})[key] ?? {}) as Partial<RuleContext>;
      return { pointer: each ? firstFailing(pointer, error.value, each) : pointer, code, detail };
    });
    return [...own.slice(0, 1), ...fieldProblems(error.children ?? [], pointer)];
  });
}

function firstFailing(pointer: string, value: unknown, each: (item: unknown) => boolean): string {
  const at = Array.isArray(value) ? value.findIndex((item) => !each(item)) : -1;
  return at < 0 ? pointer : `${pointer}/${at}`;
}

function fromQuery(query: Record<string, unknown> | undefined, type: Type): Record<string, unknown> {
  const kinds = fieldKinds(type.prototype as object);
  return Object.fromEntries(
    Object.entries(query ?? {}).map(([name, value]) => [name, convert(value, kinds.get(name))]),
  );
}

/** Leaves alone what does not look right, so that the field's own rule refuses it. */
function convert(value: unknown, kind: FieldKind | undefined): unknown {
  if (kind === 'list') return Array.isArray(value) ? value : [value];
  if (typeof value !== 'string') return value;
  if (kind === 'whole' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (kind === 'yes-no' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/** An id in the path. One that is malformed answers exactly what an absent thing answers. @throws Problem 404 */
@Injectable()
export class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !isId(value)) throw Problem.notFound();
    return value.toLowerCase();
  }
}

/** A handler's parameter taken from the path: `open(@IdParam('id') id: string)`. */
export function IdParam(name: string): ParameterDecorator {
  return (target, property, index) => {
    Param(name, IdPipe)(target, property, index);
    const method = Object.getOwnPropertyDescriptor(target, property!);
    if (method) ApiParam({ name, type: String, format: 'uuid' })(target, property!, method);
  };
}
