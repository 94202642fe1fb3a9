import type { Type as Class } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { isId } from '../db/ids.js';
import { isDateOnly, isInstant } from './calendar.js';
import { field, type FieldRule } from './field.js';
import { isAcceptableText } from './strict-json.js';

/** What every field says about itself. Goes into OpenAPI word for word. */
export interface About {
  about: string;
  /** may be absent or null, which both mean "not given": the property is then undefined */
  optional?: boolean;
  example?: unknown;
}

export interface TextOptions extends About {
  /** a password or the like: taken exactly as given, blank too */
  secret?: boolean;
  /** characters (Unicode code points), after trimming */
  max: number;
  min?: number;
  pattern?: RegExp;
  /** line breaks and tabs are allowed; CRLF becomes LF */
  multiline?: boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/; // and what makes a line read backwards
// eslint-disable-next-line no-control-regex
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
/** Text in which nothing can be seen (zero-width characters) is as blank as spaces. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}\p{Cc}\p{Cs}]/u;
const trim = (value: unknown) => (isText(value) ? (VISIBLE.test(value) ? value.trim() : '') : value);
const trimLines = (value: unknown) => trim(isText(value) ? value.replaceAll('\r\n', '\n') : value);

function rule(code: string, detail: string, holds: (value: unknown) => boolean): FieldRule {
  return { code, detail, holds };
}

/** Length in code points, without counting far beyond `max`. */
const lengthOf = (text: string, max: number) => (text.length > max * 2 ? max + 1 : [...text].length);

function clean(multiline: boolean): (value: unknown) => boolean {
  const forbidden = multiline ? CONTROL_IN_LINES : CONTROL;
  return (value) => isText(value) && isAcceptableText(value) && !forbidden.test(value);
}

const described = ({ about, example }: About): ApiPropertyOptions =>
  ({ description: about, ...(example !== undefined && { examples: [example] }) }) as ApiPropertyOptions;

/** Text of a person or a form. Spaces around it are dropped; blank counts as not given. */
export function Text(options: TextOptions): PropertyDecorator {
  const { max, min = 1, pattern, multiline = false, secret = false, optional } = options;
  const rules = [
    rule('not-text', 'This must be text.', isText),
    rule('unacceptable-text', 'This holds characters that are not allowed.', clean(multiline)),
    rule('too-long', `At most ${max} characters.`, (value) => lengthOf(value as string, max) <= max),
    rule('too-short', `At least ${min} characters.`, (value) => lengthOf(value as string, min) >= min),
  ];
  if (pattern) {
    const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    rules.push(rule('wrong-format', 'This is not in the form it must have.', (v) => stateless.test(v as string)));
  }
  const schema = {
    ...described(options),
    type: String,
    minLength: min,
    maxLength: max,
    ...(pattern && { pattern: pattern.source }),
    ...(secret && { format: 'password', writeOnly: true }),
  } as ApiPropertyOptions;
  const tidy = secret ? undefined : multiline ? trimLines : trim;
  return field({ kind: 'text', schema, rules, optional, tidy, exact: secret });
}

/** An id of ours: UUID, lower-cased. */
export function Id(options: About): PropertyDecorator {
  const schema = { ...described(options), type: String, format: 'uuid' } as ApiPropertyOptions;
  const rules = [rule('not-an-id', 'This must be an id (UUID).', (v) => isText(v) && isId(v))];
  const tidy = (value: unknown) => (isText(value) ? value.toLowerCase() : value);
  return field({ kind: 'text', schema, rules, optional: options.optional, tidy });
}

/** A calendar day without a time, YYYY-MM-DD. */
export function DateOnly(options: About): PropertyDecorator {
  const schema = { ...described(options), type: String, format: 'date' } as ApiPropertyOptions;
  const rules = [rule('not-a-date', 'This must be a date that exists, as YYYY-MM-DD.', isDateOnly)];
  return field({ kind: 'text', schema, rules, optional: options.optional });
}

/** A moment: ISO 8601 with a zone. */
export function Instant(options: About): PropertyDecorator {
  const schema = { ...described(options), type: String, format: 'date-time' } as ApiPropertyOptions;
  const rules = [rule('not-an-instant', 'This must be a date and time with a zone (ISO 8601).', isInstant)];
  return field({ kind: 'text', schema, rules, optional: options.optional });
}

/** An e-mail address, one of the plain kind, at most 254 characters (RFC 5321). */
export function Email(options: About): PropertyDecorator {
  const schema = { ...described(options), type: String, format: 'email', maxLength: 254 } as ApiPropertyOptions;
  const plain =
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
  const rules = [
    rule('not-an-email', 'This must be an e-mail address.', (v) => isText(v) && v.length <= 254 && plain.test(v)),
  ];
  return field({ kind: 'text', schema, rules, optional: options.optional, tidy: trim });
}

/** One of a closed list of codes. */
export function OneOf(values: readonly string[], options: About): PropertyDecorator {
  const schema = { ...described(options), type: String, enum: [...values] } as ApiPropertyOptions;
  const rules = [rule('not-one-of', 'This must be one of the listed codes.', (v) => isText(v) && values.includes(v))];
  return field({ kind: 'text', schema, rules, optional: options.optional });
}

/** What an `integer` column holds. */
const MAX_INTEGER = 2_147_483_647;

/** A whole number, by default any that an `integer` column holds. In a body it must be a JSON number: "5" is not 5. */
export function Whole(options: About & { min?: number; max?: number; default?: number }): PropertyDecorator {
  const { min = -MAX_INTEGER, max = MAX_INTEGER } = options;
  const schema = {
    ...described(options),
    type: 'integer',
    minimum: min,
    maximum: max,
    default: options.default,
  } as ApiPropertyOptions;
  const rules = [
    rule('not-a-whole-number', 'This must be a whole number.', Number.isSafeInteger),
    rule('out-of-range', `From ${min} to ${max}.`, (v) => (v as number) >= min && (v as number) <= max),
  ];
  return field({ kind: 'whole', schema, rules, optional: options.optional, otherwise: options.default });
}

/** true or false. */
export function YesNo(options: About): PropertyDecorator {
  const schema = { ...described(options), type: Boolean } as ApiPropertyOptions;
  const rules = [rule('not-yes-or-no', 'This must be true or false.', (v) => typeof v === 'boolean')];
  return field({ kind: 'yes-no', schema, rules, optional: options.optional });
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object whose shape is checked elsewhere: sections of rules, each by the feature that owns it. */
export function AnyObject(options: About): PropertyDecorator {
  const schema = { ...described(options), type: 'object', additionalProperties: true } as ApiPropertyOptions;
  return field({
    kind: 'text',
    schema,
    rules: [rule('not-an-object', 'This must be an object.', isObject)],
    optional: options.optional,
  });
}

/** The OpenAPI builder calls only a function that is named `type` to get the class. */
const lazily = (of: () => Class) => ({ type: () => of() });

/** An object with fields of its own. */
export function Nested(of: () => Class, options: About): PropertyDecorator {
  const schema = { ...described(options), ...lazily(of) } as ApiPropertyOptions;
  const rules = [rule('not-an-object', 'This must be an object.', isObject)];
  return both(field({ kind: 'text', schema, rules, optional: options.optional }), Type(of), ValidateNested());
}

export interface ListOptions extends About {
  /** 0 when absent */
  minItems?: number;
  /** what is taken in is limited even without it (MAX_ITEMS) */
  maxItems?: number;
  /** short for minItems */
  min?: number;
  /** short for maxItems */
  max?: number;
  /** characters in an item of text; 200 when absent */
  itemMax?: number;
}

/** No list that is sent to us is longer. Views are not limited by it. */
const MAX_ITEMS = 1000;

/** A list of objects (`() => Dto`), of texts, ids or dates, or of codes out of a closed list. */
export function ListOf(
  of: (() => Class) | 'text' | 'id' | 'date' | readonly string[],
  options: ListOptions,
): PropertyDecorator {
  const { min = options.minItems ?? 0, max = options.maxItems, itemMax = 200 } = options;
  const most = max ?? MAX_ITEMS;
  const item = itemOf(of, itemMax);
  const limits = { ...(min > 0 && { minItems: min }), ...(max !== undefined && { maxItems: max }) };
  const items = { ...described(options), isArray: true, ...limits, ...item.schema } as ApiPropertyOptions;
  const rules: FieldRule[] = [
    rule('not-a-list', 'This must be a list.', Array.isArray),
    rule('too-many', `At most ${most} items.`, (v) => (v as unknown[]).length <= most),
    rule('too-few', `At least ${min} items.`, (v) => (v as unknown[]).length >= min),
    { code: item.code, detail: item.detail, holds: () => true, each: item.holds },
  ];
  const list = field({ kind: 'list', schema: items, rules, optional: options.optional });
  return typeof of === 'function' ? both(list, Type(of), ValidateNested({ each: true })) : list;
}

function itemOf(of: (() => Class) | string | readonly string[], max: number): FieldRule & { schema: object } {
  if (typeof of === 'function') {
    return { ...rule('not-an-object', 'Every item must be an object.', isObject), schema: lazily(of) };
  }
  if (typeof of !== 'string') {
    const holds = (v: unknown) => isText(v) && of.includes(v);
    return {
      ...rule('not-one-of', 'Every item must be one of the listed codes.', holds),
      schema: { type: String, enum: [...of] },
    };
  }
  if (of === 'id') {
    const holds = (v: unknown) => isText(v) && isId(v);
    return {
      ...rule('not-an-id', 'Every item must be an id (UUID).', holds),
      schema: { type: String, format: 'uuid' },
    };
  }
  if (of === 'date') {
    return {
      ...rule('not-a-date', 'Every item must be a date.', isDateOnly),
      schema: { type: String, format: 'date' },
    };
  }
  const fits = (v: unknown) => clean(false)(v) && (v as string).trim() !== '' && lengthOf(v as string, max) <= max;
  const detail = `Every item must be text of 1 to ${max} characters.`;
  return { ...rule('unacceptable-item', detail, fits), schema: { type: String } };
}

function both(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
