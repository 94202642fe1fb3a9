import { LEVELS } from './ids.js';
import type { Evidence, Row } from './row.js';

/** What a file says, or undefined when it is not there. */
export type Read = (file: string) => string | undefined;

/** Everything in which the table and the project disagree, each as a line. */
export function misses(rows: readonly Row[], read: Read): string[] {
  const listed = rows.flatMap(({ ids }) => ids);
  return [
    ...[...LEVELS.keys()].filter((id) => !listed.includes(id)).map((id) => `${id} is not in the table`),
    ...listed.filter((id, at) => listed.indexOf(id) !== at).map((id) => `${id} stands twice in the table`),
    ...listed.filter((id) => !LEVELS.has(id)).map((id) => `${id} is none of the standard's level 1 or 2`),
    ...rows.flatMap(unsupported),
    ...rows.flatMap(({ ids, evidence }) => evidence.flatMap((one) => absent(ids[0]!, one, read))),
  ];
}

function unsupported({ ids, how, evidence, note }: Row): string[] {
  const needsEvidence = how === 'TEST' || how === 'REVIEW';
  if (needsEvidence && evidence.length === 0) return [`${ids[0]} names nothing that shows it`];
  if (how === 'TEST' && !evidence.some(([file, ...names]) => isTest(file) && names.length > 0))
    return [`${ids[0]} names no test`];
  return needsEvidence || note !== '' ? [] : [`${ids[0]} gives no reason`];
}

function absent(id: string, [file, ...names]: Evidence, read: Read): string[] {
  const text = read(file);
  if (text === undefined) return [`${id}: ${file} is not there`];
  const has = (name: string) =>
    isTest(file) ? titled(name, file).test(text) : text.replace(/\s+/g, ' ').includes(name);
  return names.filter((name) => !has(name)).map((name) => `${id}: ${file} has no «${name}»`);
}

const isTest = (file: string) => file.startsWith('test/') || file.endsWith('.spec.ts');

/** Where a title stands in a spec (a test that is skipped has none), and where a case gets its name elsewhere. */
const IN_SPEC = String.raw`(?:\b(?:test|describe)\(|\)\(|\[|\b(?:name|what):)\s*`;
const IN_CASES = String.raw`(?:\(|\[|\b(?:name|what):)\s*`;

/** A title of a test or a name of a case: a whole literal in such a place, or the name of a rule in a table of them. */
function titled(name: string, file: string): RegExp {
  const written = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const place = file.endsWith('.spec.ts') ? IN_SPEC : IN_CASES;
  return new RegExp(`${place}(['"\`])${written}\\1|^\\s*(['"])${written}\\2: `, 'm');
}
