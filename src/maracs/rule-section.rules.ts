import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type FieldProblem, Problem } from '../platform/http/problem.js';
import { fieldProblems } from '../platform/http/validation.js';

/**
 * A named part of a MARAC's rules. The feature that decides by it owns its shape and its defaults; areas change it by
 * versioned, dated configuration, never by code.
 */
export interface RuleSection<Rules extends object> {
  readonly name: string;
  readonly shape: new () => Rules;
  readonly defaults: Rules;
}

const sections = new Map<string, RuleSection<object>>();

/** Declares a section; called once by the feature's rules file. */
export function defineRules<Rules extends object>(section: RuleSection<Rules>): RuleSection<Rules> {
  sections.set(section.name, section);
  return section;
}

/** The sections that exist, with their defaults: what an area's rules are until it decides otherwise. */
export function ruleDefaults(): Record<string, object> {
  return Object.fromEntries([...sections.values()].map((s) => [s.name, { ...s.defaults }]));
}

/** Checks proposed sections; each is merged over the defaults, so a version is always complete. @throws Problem 422 */
export function checkedSections(proposed: Record<string, unknown>): Record<string, object> {
  const errors: FieldProblem[] = [];
  const complete = ruleDefaults();
  for (const [name, rules] of Object.entries(proposed)) {
    const section = sections.get(name);
    if (!section)
      errors.push({
        pointer: `/sections/${name}`,
        code: 'unknown-property',
        detail: 'There is no such section of rules.',
      });
    else complete[name] = checked(section, name, rules, errors);
  }
  if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The rules were not accepted.', errors);
  return complete;
}

function checked(section: RuleSection<object>, name: string, rules: unknown, errors: FieldProblem[]): object {
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) {
    errors.push({ pointer: `/sections/${name}`, code: 'not-an-object', detail: 'A section is an object.' });
    return section.defaults;
  }
  const whole = plainToInstance(section.shape, { ...section.defaults, ...rules });
  errors.push(
    ...fieldProblems(validateSync(whole, { whitelist: true, forbidNonWhitelisted: true }), `/sections/${name}`),
  );
  return { ...whole };
}
