import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { registerDecorator, ValidateIf } from 'class-validator';

/** One thing that must hold of a field's value. `detail` explains the rule and never repeats the value. */
export interface FieldRule {
  /** stable, kebab-case */
  code: string;
  detail: string;
  holds: (value: unknown) => boolean;
  /** for lists: what must hold of every item; the refusal points at the first item that fails */
  each?: (item: unknown) => boolean;
}

/** What a query parameter, which is always text, is turned into before the rules look at it. */
export type FieldKind = 'text' | 'whole' | 'yes-no' | 'list';

export interface FieldSpec {
  kind: FieldKind;
  schema: ApiPropertyOptions;
  /** in this order; the first that fails is the one reported */
  rules: FieldRule[];
  /** absent, null or blank means "not given", and the property is then undefined */
  optional?: boolean;
  /** blank is given too, and refused as too short: a secret that is left out is not the same as an empty one */
  exact?: boolean;
  /** what "not given" stands for, when there is something */
  otherwise?: unknown;
  /** tidies what was given before the rules look at it, for instance trims */
  tidy?: (value: unknown) => unknown;
}

/** Carried by class-validator for every failed rule. */
export interface RuleContext {
  code: string;
  each?: (item: unknown) => boolean;
}

const KINDS = Symbol('field kinds');
const isMissing = (value: unknown) => value === undefined || value === null || value === '';

const REQUIRED: FieldRule = { code: 'required', detail: 'This must be given.', holds: (value) => !isMissing(value) };

/** Makes one property a field: the rules and the OpenAPI schema come from the same place, so that they cannot drift apart. */
export function field(spec: FieldSpec): PropertyDecorator {
  const { optional = false, exact = false, tidy = (value: unknown) => value } = spec;
  const isLeftOut = (value: unknown) => isMissing(value) && !(exact && value === '');
  const rules = optional ? spec.rules : [REQUIRED, ...spec.rules];
  const schema = { ...spec.schema, required: !optional, ...(optional && { nullable: true }) } as ApiPropertyOptions;
  return (target, property) => {
    const name = String(property);
    ApiProperty(schema)(target, property);
    const tidied = ({ value }: { value: unknown }) => {
      const given = tidy(value);
      return optional && isLeftOut(given) ? spec.otherwise : given;
    };
    Transform(tidied, { toClassOnly: true })(target, property);
    if (optional) ValidateIf((_, value) => !isLeftOut(value))(target, property);
    for (const rule of rules) register(target, name, rule, rules);
    Reflect.defineMetadata(KINDS, new Map([...fieldKinds(target), [name, spec.kind]]), target);
  };
}

const firstFailing = (rules: FieldRule[], value: unknown) =>
  rules.find(({ holds, each }) => !holds(value) || (each && !(Array.isArray(value) && value.every(each))));

/** A rule counts as failed only when those before it hold: later rules may rely on them. */
function register(target: object, propertyName: string, rule: FieldRule, all: FieldRule[]): void {
  const { code, detail, each } = rule;
  registerDecorator({
    name: code,
    target: target.constructor,
    propertyName,
    options: { message: detail, context: { code, each } satisfies RuleContext },
    validator: { validate: (value: unknown) => firstFailing(all, value) !== rule },
  });
}

/** Kinds of the fields of a class, by property. */
export function fieldKinds(prototype: object): ReadonlyMap<string, FieldKind> {
  return (Reflect.getMetadata(KINDS, prototype) ?? new Map()) as Map<string, FieldKind>;
}

/** True for a class made of fields. */
export function isInputClass(type: unknown): boolean {
  return (
    typeof type === 'function' && typeof type.prototype === 'object' && fieldKinds(type.prototype as object).size > 0
  );
}
