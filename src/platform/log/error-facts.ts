import { fileURLToPath } from 'node:url';
import { types } from 'node:util';

/** What is written of an error. No message: messages, and the detail and parameters of SQL errors, quote the data they failed on. */
export interface ErrorFacts {
  name: string;
  code?: string;
  sqlState?: string;
  constraint?: string;
  /** present only for errors whose text is our own words (`messageIsSafe`) or the framework's about its own classes */
  message?: string;
  /** `dist/src/room/file.js:10:5`, innermost first; positions only, because a frame's text could be part of a message */
  frames: string[];
  cause?: ErrorFacts;
}

const CAUSES = 3;
const FRAMES = 12;

/** Nest's complaints about its own wiring at start-up: made of class names, and useless without them. */
const WIRING = new Set([
  'CircularDependencyException',
  'InvalidClassModuleException',
  'InvalidModuleException',
  'UndefinedDependencyException',
  'UndefinedForwardRefException',
  'UndefinedModuleException',
  'UnknownDependenciesException',
  'UnknownElementException',
  'UnknownExportException',
]);

/** The facts of whatever was thrown. Never throws itself. */
export function errorFacts(thrown: unknown, root = process.cwd(), depth = 0): ErrorFacts {
  if (!(types.isNativeError(thrown) || thrown instanceof Error)) return { name: `thrown ${typeof thrown}`, frames: [] };
  const facts: ErrorFacts = { name: word(thrown.name, /^[A-Za-z]\w{0,60}$/) ?? 'Error', frames: frames(thrown, root) };
  const { code, constraint, driverError, messageIsSafe } = thrown as unknown as Record<string, unknown>;
  const inner = (driverError ?? {}) as Record<string, unknown>;
  const state = word(code ?? inner['code'], /^[0-9A-Z]{5}$/);
  if (state) facts.sqlState = state;
  else facts.code = word(code, /^(?:[A-Z][A-Z0-9_]{2,39}|[a-z][a-z0-9-]{2,39})$/);
  facts.constraint = word(constraint ?? inner['constraint'], /^[a-z][a-z0-9_]{0,62}$/);
  if (messageIsSafe === true || WIRING.has(thrown.constructor.name)) facts.message = thrown.message;
  if (thrown.cause !== undefined && depth < CAUSES) facts.cause = errorFacts(thrown.cause, root, depth + 1);
  return facts;
}

function word(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

const POSITION = /^\s+at .*?\(?((?:file:\/\/)?\/[\w./@+-]+|node:[\w/]+):(\d+):(\d+)\)?$/;

/** Positions inside the project or Node itself. The message is cut out first, so that a message shaped like a frame stays out too. */
function frames(error: Error, root: string): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : '';
  const at = error.message === '' ? -1 : stack.indexOf(error.message);
  const rest = at < 0 ? stack : stack.slice(at + error.message.length);
  const found: string[] = [];
  for (const line of rest.split('\n')) {
    const match = POSITION.exec(line);
    if (!match || found.length >= FRAMES) continue;
    const file = match[1]!.startsWith('file://') ? fileURLToPath(match[1]!) : match[1]!;
    if (file.startsWith('node:')) found.push(`${file}:${match[2]}:${match[3]}`);
    else if (file.startsWith(`${root}/`)) found.push(`${file.slice(root.length + 1)}:${match[2]}:${match[3]}`);
  }
  return found;
}
