import { Problem } from './problem.js';

/** Nesting allowed in a body: objects and lists together. */
export const MAX_DEPTH = 20;

/** NUL, which PostgreSQL cannot store, and halves of surrogate pairs, which are no characters at all. */
// eslint-disable-next-line no-control-regex
const UNACCEPTABLE = /[\u0000\p{Surrogate}]/u;

/** True for text that every part of the system can hold. */
export function isAcceptableText(text: string): boolean {
  return !UNACCEPTABLE.test(text);
}

/** True for a key that would mean something to JavaScript itself (`__proto__`, `constructor`, `hasOwnProperty` and their like). */
export function isForbiddenKey(key: string): boolean {
  return key in Object.prototype;
}

/** Text of a body. @throws Problem 400 `broken-utf8` */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'broken-utf8', 'The body is not valid UTF-8.');
  }
}

/**
 * Parses a JSON body where JSON.parse would be too kind: keys given twice (where the last silently wins), keys that JavaScript
 * understands itself, text that cannot be stored and bottomless nesting are refused.
 *
 * @throws Problem 400 `malformed-json`, `too-deep`, `duplicate-key`, `forbidden-key`, `unacceptable-text`
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed-json', 'The body is not JSON.');
  }
  scan(text);
  return value;
}

interface Level {
  /** keys seen so far; null for a list */
  keys: Set<string> | null;
  expectsKey: boolean;
}

/** Walks text that is known to be JSON. Keeps its own stack, so that depth costs nothing. */
function scan(text: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const level = levels.at(-1);
    switch (text.charAt(at)) {
      case '{':
      case '[':
        if (levels.length >= MAX_DEPTH)
          throw new Problem(400, 'too-deep', `The body is nested deeper than ${MAX_DEPTH} levels.`);
        levels.push({ keys: text[at] === '{' ? new Set() : null, expectsKey: text[at] === '{' });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        level!.expectsKey = level!.keys !== null;
        break;
      case '"': {
        const end = endOfString(text, at);
        checkString(text.slice(at, end + 1), level);
        at = end;
        break;
      }
    }
  }
}

/** Index of the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function checkString(quoted: string, level: Level | undefined): void {
  const plain = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  if (!isAcceptableText(plain))
    throw new Problem(400, 'unacceptable-text', 'The body holds text that cannot be stored.');
  if (!level?.expectsKey) return;
  level.expectsKey = false;
  if (isForbiddenKey(plain))
    throw new Problem(400, 'forbidden-key', 'The body holds a property name that is not allowed.');
  if (level.keys!.has(plain)) throw new Problem(400, 'duplicate-key', 'The body holds the same property twice.');
  level.keys!.add(plain);
}
