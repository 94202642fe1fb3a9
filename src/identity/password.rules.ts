import { isCommonPassword } from './common-password.rules.js';

/** Length in characters, and nothing about kinds of characters: NIST SP 800-63B-4, 3.1.1.2. */
export const MIN_PASSWORD = 15;

/** What makes a password one of the first that somebody would guess. */
export type PasswordFault = 'common-password' | 'repeats-itself' | 'made-of-names';

export const FAULTS: Readonly<Record<PasswordFault, string>> = {
  'common-password':
    'Many people had this password, or the word it is built on, when it leaked. Take several words of your own.',
  'repeats-itself': 'This repeats or counts up a few characters. Take several words of your own.',
  'made-of-names':
    'This is made of your name, your address, your agency or your MARAC. Take several words of your own.',
};

/** What a guesser knows of somebody: names as they are written. */
export interface KnownOf {
  name: string;
  email: string;
  agency: string;
  maracs: readonly string[];
}

const PRODUCT = ['marac', 'password'];
const SHORTEST_WORD = 4;
const LEFT_TO_GUESS = 8;

/** Why a password of sufficient length will not do, or null. */
export function passwordFault(password: string, known: KnownOf): PasswordFault | null {
  const folded = password.normalize('NFKC').toLowerCase();
  const core = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (isCommonPassword(folded) || (core !== '' && isCommonPassword(core))) return 'common-password';
  if (repeats(folded) || countsUp(folded)) return 'repeats-itself';
  return withoutWords(folded, wordsOf(known)).length < LEFT_TO_GUESS ? 'made-of-names' : null;
}

/** Made of one piece, again and again. */
function repeats(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  }
  return false;
}

/** Nearly every character follows the one before: abcdef, 987654. */
function countsUp(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0)!);
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - codes[at]!) === 1).length;
  return steps >= (codes.length - 1) * 0.8;
}

function wordsOf({ name, email, agency, maracs }: KnownOf): string[] {
  const words = [name, email, agency, ...maracs, ...PRODUCT].flatMap((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  const known = new Set(words.filter((word) => [...word].length >= SHORTEST_WORD));
  return [...known].sort((a, b) => b.length - a.length); // the longest first, or part of one would be left
}

function withoutWords(text: string, words: readonly string[]): string {
  let left = text;
  for (const word of words) left = left.replaceAll(word, ' ');
  return left.replace(/[^\p{L}\p{N}]/gu, '');
}
