import type { OpenAPIObject } from '@nestjs/swagger';

/** As much of a schema of ours as is needed to make values that fit it, and values that do not. */
interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  examples?: unknown[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
}

export type Body = Record<string, unknown>;

/** A value that must be refused at `pointer`. */
export interface BadBody {
  what: string;
  pointer: string;
  body: unknown;
}

/** Stands in every bad text, so that an answer that repeats its input is found out. */
export const ECHO = 'Zanzibar';

export class Schemas {
  constructor(private readonly document: OpenAPIObject) {}

  /** The schema behind references. */
  private resolved(schema: Schema): Schema {
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1)!;
      return this.resolved(this.document.components!.schemas![name] as Schema);
    }
    const { allOf, ...own } = schema;
    return allOf ? Object.assign({}, ...allOf.map((part) => this.resolved(part)), own) : own;
  }

  /** A body that fits, with `ids` for properties of that name. */
  example(schema: Schema, ids: Record<string, string>, name = ''): unknown {
    const { type, properties, required = [], items, ...rules } = this.resolved(schema);
    const kind = [type].flat().find((one) => one !== 'null');
    if (rules.enum) return rules.enum.find((value) => value !== null);
    if (properties) return Object.fromEntries(required.map((key) => [key, this.example(properties[key]!, ids, key)]));
    if (kind === 'array') return items ? [this.example(items, ids, name)] : [];
    if (kind === 'object') return {};
    if (kind === 'boolean') return true;
    if (kind === 'integer' || kind === 'number') return rules.minimum ?? 1;
    if (rules.examples?.length) return rules.examples[0];
    if (rules.format === 'uuid') return ids[name] ?? '0198c0de-0000-7000-8000-000000000000';
    if (rules.format === 'date') return '2031-06-02';
    if (rules.format === 'date-time') return '2031-06-02T10:00:00Z';
    if (rules.format === 'email') return 'nobody@example.org';
    return 'x'.repeat(Math.max(rules.minLength ?? 1, 1));
  }

  /** Every property in turn replaced by what does not fit it, in a body that otherwise does. */
  bad(schema: Schema, ids: Record<string, string>): BadBody[] {
    const good = this.example(schema, ids) as Body;
    return [...this.badAt(schema, good, '', (changed) => changed), unknownProperty(good, '')];
  }

  private badAt(schema: Schema, good: unknown, pointer: string, put: (value: unknown) => unknown): BadBody[] {
    const { properties = {}, required = [], items } = this.resolved(schema);
    const inside = Object.entries(properties).flatMap(([key, property]) => {
      const at = `${pointer}/${key}`;
      const set = (value: unknown) => put({ ...(good as Body), [key]: value });
      const { [key]: had, ...without } = good as Body;
      const absent = { what: `${at} is absent`, pointer: at, body: put(without) };
      const isNull = { what: `${at} is null`, pointer: at, body: set(null) };
      const resolved = this.resolved(property);
      const child = had ?? this.example(property, {});
      return [
        ...(required.includes(key) ? [absent, isNull] : []),
        ...misfits(resolved)
          .filter(([, value]) => required.includes(key) || !isBlank(value))
          .map(([what, value]) => ({ what: `${at} is ${what}`, pointer: at, body: set(value) })),
        ...(resolved.properties || resolved.items ? this.badAt(property, child, at, set) : []),
      ];
    });
    if (!items || !Array.isArray(good)) return inside;
    const item = this.resolved(items);
    const [first] = good.length > 0 ? good : [this.example(items, {})];
    const at = `${pointer}/0`;
    const set = (value: unknown) => put([value]);
    const wrong = misfits(item).map(([what, value]) => ({ what: `${at} is ${what}`, pointer, body: set(value) }));
    return [
      ...wrong,
      ...(item.properties ? [...this.badAt(items, first, at, set), nested(first as Body, at, set)] : []),
    ];
  }
}

/** Of an optional field, blank text means that nothing was given. */
const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === '';

const unknownProperty = (good: Body, at: string): BadBody => ({
  what: `${at}/${ECHO} is unknown`,
  pointer: `${at}/${ECHO}`,
  body: { ...good, [ECHO]: ECHO },
});

function nested(good: Body, at: string, put: (value: unknown) => unknown): BadBody {
  const { body, ...rest } = unknownProperty(good, at);
  return { ...rest, body: put(body) };
}

/** What does not fit a schema, with its description. */
function misfits(schema: Schema): [string, unknown][] {
  const kind = [schema.type].flat().find((one) => one !== 'null');
  const bad: [string, unknown][] = [];
  if (kind !== 'object') bad.push(['an object', { [ECHO]: 1 }]);
  if (kind !== 'array') bad.push(['a list', [ECHO]], ['an empty list', []]);
  if (kind !== 'string') bad.push(['text', ECHO], ['empty text', '']);
  if (kind !== 'boolean') bad.push(['true', true]);
  if (kind !== 'integer' && kind !== 'number') bad.push(['a number', 7], ['a huge number', 1e308]);
  if (kind === 'array' && schema.maxItems && schema.items)
    bad.push(['a list too long', Array(schema.maxItems + 1).fill(null)]);
  if (kind === 'integer') bad.push(['half', 0.5], ['beyond all whole numbers', 1e21]);
  if (kind === 'integer' && schema.minimum !== undefined) bad.push(['too small', schema.minimum - 1]);
  if (kind === 'integer' && schema.maximum !== undefined) bad.push(['too great', schema.maximum + 1]);
  if (kind === 'string') bad.push(...badTexts(schema));
  return bad;
}

function badTexts({ enum: values, format, pattern, minLength, maxLength }: Schema): [string, string][] {
  const bad: [string, string][] = [];
  if (minLength) bad.push(['empty', ''], ['blank', ' \t ']);
  if (maxLength) bad.push(['too long', ECHO.repeat(Math.ceil((maxLength + 1) / ECHO.length))]);
  if (values) bad.push(['none of those', ECHO]);
  if (pattern) bad.push(['of another pattern', `!${ECHO}!`]);
  if (format === 'uuid') bad.push(['no id', ECHO], ['nearly an id', '0198c0de-0000-7000-8000-00000000000g']);
  if (format === 'date')
    bad.push(
      ['no date', ECHO],
      ['a day that is not', '2031-02-30'],
      ['a moment', '2031-06-02T00:00:00Z'],
      ['year 0', '0000-01-01'],
    );
  if (format === 'date-time')
    bad.push(
      ['no moment', ECHO],
      ['a date alone', '2031-06-02'],
      ['without a zone', '2031-06-02T10:00:00'],
      ['25 h', '2031-06-02T25:00:00Z'],
    );
  if (format === 'email') bad.push(['no address', ECHO], ['two addresses', `a@example.org,b@example.org`]);
  return bad;
}

/** Bodies that no route takes, with the headers they come with. */
export const BROKEN_BODIES: [what: string, body: string | Buffer, type?: string, headers?: Record<string, string>][] = [
  ['nothing at all', '', undefined],
  ['empty JSON', '', 'application/json'],
  ['null', 'null', 'application/json'],
  ['a list', '[]', 'application/json'],
  ['a text', `"${ECHO}"`, 'application/json'],
  ['a number', '42', 'application/json'],
  ['cut-off JSON', '{"a":', 'application/json'],
  ['JSON with a comment', '{} // x', 'application/json'],
  ['two objects', '{}{}', 'application/json'],
  ['a property twice', `{"reason":"${ECHO}","reason":"x"}`, 'application/json'],
  ['__proto__', '{"__proto__":{"admin":true}}', 'application/json'],
  ['constructor', '{"constructor":{"prototype":{}}}', 'application/json'],
  ['broken UTF-8', Buffer.from('7b2261223a22ff22 7d'.replace(' ', ''), 'hex'), 'application/json'],
  ['an overlong encoding', Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]), 'application/json'],
  ['NUL', '{"reason":"\\u0000"}', 'application/json'],
  ['a raw control character', '{"reason":"\u0001"}', 'application/json'],
  ['half a character', '{"reason":"\\ud800"}', 'application/json'],
  ['deep lists', '['.repeat(5_000) + ']'.repeat(5_000), 'application/json'],
  ['deep objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000), 'application/json'],
  ['too much', `{"reason":"${ECHO.repeat(40_000)}"}`, 'application/json'],
  ['many properties', `{${Array.from({ length: 5_000 }, (_, i) => `"p${i}":1`).join(',')}}`, 'application/json'],
  ['UTF-16', Buffer.from('{}', 'utf16le'), 'application/json'],
  ['another character set', '{}', 'application/json; charset=iso-8859-1'],
  ['compressed', '{}', 'application/json', { 'content-encoding': 'gzip' }],
  ['plain text', '{}', 'text/plain'],
  ['XML', `<a>${ECHO}</a>`, 'application/xml'],
  ['a form', 'reason=x', 'application/x-www-form-urlencoded'],
  ['parts', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'],
  ['JSON by another name', '{}', 'application/vnd.api+json'],
  ['a type that is none', '{}', 'nonsense'],
];
