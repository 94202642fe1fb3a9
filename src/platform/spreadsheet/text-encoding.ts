import { TextDecoder } from 'node:util';
import type { SpreadsheetBytes } from './spreadsheet-bytes.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';
import { Utf8Survey } from './utf8-survey.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The one encoding of a whole file, decided before its first row is read (the file is read twice):
 *
 * 1. a byte order mark settles it: UTF-8, UTF-16 LE or BE;
 * 2. otherwise it is UTF-8 if every byte of it is valid UTF-8;
 * 3. otherwise Windows-1252, which Excel on British machines writes under the name "CSV". Nearly every byte sequence
 *    would pass as Windows-1252, so it is believed only if no byte is undefined there, no control character occurs, and
 *    **no** valid UTF-8 sequence occurs beside the invalid ones: such a file was glued together from both, and
 *    reading either half in the other's encoding would change people's names.
 *
 * @throws SpreadsheetRefused `broken-utf8` (with the first bad line), `unknown-encoding`, `not-a-spreadsheet` (has NUL)
 */
export async function decideEncoding(bytes: SpreadsheetBytes): Promise<TextEncoding> {
  const survey = new Utf8Survey();
  let marked = false;
  let first = true;
  for await (const chunk of bytes.chunks()) {
    if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
    if (first && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
    if (first) marked = hasUtf8Mark(chunk);
    first = false;
    survey.look(chunk);
    if (survey.hasNul) throw new SpreadsheetRefused('not-a-spreadsheet');
  }
  survey.end();
  if (survey.invalid === 0) return 'utf-8';
  if (marked || survey.sequences > 0) throw new SpreadsheetRefused('broken-utf8', survey.firstInvalidLine);
  if (!survey.mayBe1252) throw new SpreadsheetRefused('unknown-encoding', survey.firstInvalidLine);
  return 'windows-1252';
}

/** What Windows-1252 has at 80..9F. Written out: several releases of Node decode it as Latin-1 (0x92 is not U+2019). */
const upper1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The same text as UTF-8 without a byte order mark. @throws SpreadsheetRefused `unknown-encoding`: broken UTF-16 */
export async function* asUtf8(bytes: SpreadsheetBytes, encoding: TextEncoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') return yield* withoutMark(bytes);
  if (encoding === 'windows-1252') return yield* from1252(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of bytes.chunks()) yield decode(decoder, chunk);
  yield decode(decoder);
}

async function* withoutMark(bytes: SpreadsheetBytes): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of bytes.chunks()) {
    yield first && hasUtf8Mark(chunk) ? chunk.subarray(3) : chunk;
    first = false;
  }
}

async function* from1252(bytes: SpreadsheetBytes): AsyncGenerator<Buffer> {
  for await (const chunk of bytes.chunks()) {
    const text = chunk.toString('latin1').replace(/[\x80-\x9f]/g, (char) => upper1252[char.charCodeAt(0) - 0x80]!);
    yield Buffer.from(text, 'utf8');
  }
}

function decode(decoder: TextDecoder, chunk?: Buffer): Buffer {
  let text: string;
  try {
    text = decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw new SpreadsheetRefused('unknown-encoding');
  }
  if (text.includes('\0')) throw new SpreadsheetRefused('not-a-spreadsheet');
  return Buffer.from(text, 'utf8');
}

function hasUtf8Mark(chunk: Buffer): boolean {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
}
