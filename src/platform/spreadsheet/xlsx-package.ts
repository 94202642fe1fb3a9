import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { SpreadsheetBytes } from './spreadsheet-bytes.js';
import type { SpreadsheetLimits } from './spreadsheet-limits.js';
import { SpreadsheetRefused } from './spreadsheet-refused.js';

const macroParts = /(^|\/)(vbaproject\.bin|macrosheets\/.*)$/;

/** The parts of a workbook: a zip file whose declared sizes have been judged before anything is unpacked. */
export class XlsxPackage {
  private constructor(
    private readonly zip: yauzl.ZipFile,
    private readonly entries: ReadonlyMap<string, yauzl.Entry>,
  ) {}

  /** @throws SpreadsheetRefused `broken-workbook`, `encrypted-workbook`, `macro-workbook`, `zip-bomb` */
  static async open(bytes: SpreadsheetBytes, limits: SpreadsheetLimits): Promise<XlsxPackage> {
    const zip = await openZip(bytes.source);
    try {
      return new XlsxPackage(zip, await listEntries(zip, limits));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  close(): void {
    this.zip.close();
  }

  /** Part names are compared without regard to case (ECMA-376 part 2, 6.2.2.3). */
  has(part: string): boolean {
    return this.entries.has(part.toLowerCase());
  }

  /**
   * The unpacked content of a part; its size and checksum are verified at the end.
   *
   * @throws SpreadsheetRefused `broken-workbook`
   */
  async *chunks(part: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(part.toLowerCase());
    if (entry === undefined) throw new SpreadsheetRefused('broken-workbook');
    let checksum = 0;
    try {
      for await (const chunk of (await this.openPart(entry)) as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw asRefusal(error);
    }
    if (checksum !== entry.crc32) throw new SpreadsheetRefused('broken-workbook');
  }

  private openPart(entry: yauzl.Entry): Promise<Readable> {
    return new Promise((resolve, reject) => {
      this.zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
  }
}

function openZip(source: Buffer | string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const opened = (error: Error | null, zip: yauzl.ZipFile) => (error ? reject(asRefusal(error)) : resolve(zip));
    const options = { lazyEntries: true, autoClose: false };
    if (typeof source === 'string') yauzl.open(source, options, opened);
    else yauzl.fromBuffer(source, options, opened);
  });
}

function listEntries(zip: yauzl.ZipFile, limits: SpreadsheetLimits): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  let unpacked = 0;
  return new Promise((resolve, reject) => {
    zip.on('error', (error: Error) => reject(asRefusal(error)));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      const name = entry.fileName.toLowerCase();
      unpacked += entry.uncompressedSize;
      const refusal = entries.has(name) ? 'broken-workbook' : judge(entry, name, limits);
      if (refusal !== undefined) return reject(new SpreadsheetRefused(refusal));
      if (unpacked > limits.maxUnpackedBytes || entries.size >= limits.maxZipEntries) {
        return reject(new SpreadsheetRefused('zip-bomb'));
      }
      entries.set(name, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function judge(entry: yauzl.Entry, name: string, limits: SpreadsheetLimits) {
  if (entry.isEncrypted()) return 'encrypted-workbook';
  if (macroParts.test(name)) return 'macro-workbook';
  const suspicious = entry.uncompressedSize > limits.ratioAppliesFromBytes;
  if (suspicious && entry.uncompressedSize > entry.compressedSize * limits.maxCompressionRatio) return 'zip-bomb';
  return undefined;
}

/** Errors of the file system stay what they are; anything else means that the zip file is damaged. */
function asRefusal(error: unknown): unknown {
  if (error instanceof SpreadsheetRefused) return error;
  if (error instanceof Error && 'syscall' in error) return error;
  return new SpreadsheetRefused('broken-workbook');
}
