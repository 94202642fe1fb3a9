import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { SpreadsheetKind } from './sheet-row.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';

const chunkBytes = 256 * 1024;
const zip = Buffer.from('PK\x03\x04', 'latin1');
const emptyZip = Buffer.from('PK\x05\x06', 'latin1');
const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** The stream that holds a password-protected workbook inside a compound file (MS-OFFCRYPTO 2.3.1). */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** A file's content, readable from the start as often as needed. */
export interface SpreadsheetBytes {
  source: Buffer | string;
  chunks(): AsyncGenerator<Buffer, void, undefined>;
  close(): Promise<void>;
}

/** @throws the file system's error when `source` is a path that cannot be opened */
export async function openBytes(source: Buffer | string): Promise<SpreadsheetBytes> {
  if (typeof source !== 'string') return { source, chunks: () => chunksOf(source), close: async () => {} };
  const file = await open(source, 'r');
  async function* chunks() {
    for (let position = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
  return { source, chunks, close: () => file.close() };
}

async function* chunksOf(content: Buffer) {
  for (let position = 0; position < content.length; position += chunkBytes) {
    yield content.subarray(position, position + chunkBytes);
    // A large upload in memory must not keep other requests waiting.
    await setImmediate();
  }
}

/**
 * What the first bytes say: a zip file is taken for a workbook, other text for CSV.
 *
 * @throws SpreadsheetRefused `encrypted-workbook`, `old-workbook`
 */
export async function sniffKind(bytes: SpreadsheetBytes): Promise<SpreadsheetKind> {
  for await (const head of bytes.chunks()) {
    if (startsWith(head, zip) || startsWith(head, emptyZip)) return 'xlsx';
    if (startsWith(head, compoundFile)) await refuseCompoundFile(bytes);
    return 'csv';
  }
  return 'csv';
}

function startsWith(content: Buffer, signature: Buffer): boolean {
  return content.subarray(0, signature.length).equals(signature);
}

async function refuseCompoundFile(bytes: SpreadsheetBytes): Promise<never> {
  let seen: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes.chunks()) {
    seen = Buffer.concat([seen.subarray(-encryptedPackage.length), chunk]);
    if (seen.includes(encryptedPackage)) throw new SpreadsheetRefused('encrypted-workbook');
  }
  throw new SpreadsheetRefused('old-workbook');
}
