import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { SpreadsheetRefused } from './spreadsheet-refused.js';

/** Characters from one tag's end to the next; a cell of 32,767 characters, all written as &#x...;, has fewer. */
const maxSilence = 1024 * 1024;
/** Worksheets nest about 7 deep, extension lists a little more. */
const maxDepth = 100;

/** What is told of an XML part. Names come without their prefix: some programs write <x:row>. */
export interface XmlHandler {
  open(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * A streaming reader of one XML part. Document type declarations are refused, so there are no entities but the five
 * of XML itself and character references; the length of texts and tags and the depth are bounded.
 */
export class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false as const, position: false });
  private decoder: TextDecoder | undefined;
  private silence = 0;
  private depth = 0;

  constructor(handler: XmlHandler) {
    const { parser } = this;
    parser.on('doctype', () => refuse('forbidden-xml'));
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding !== undefined && !/^utf-(8|16)$/i.test(encoding)) refuse('forbidden-xml');
    });
    parser.on('opentag', ({ name, attributes }) => {
      this.silence = 0;
      if (++this.depth > maxDepth) refuse('forbidden-xml');
      handler.open(localName(name), attributes);
    });
    parser.on('closetag', ({ name }) => {
      this.silence = 0;
      this.depth--;
      handler.close?.(localName(name));
    });
    const text = (content: string) => handler.text?.(content);
    parser.on('text', text);
    parser.on('cdata', text);
  }

  /** @throws SpreadsheetRefused `broken-workbook`, `forbidden-xml`, `cell-too-long`, or what the handler throws */
  write(chunk: Buffer): void {
    this.decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    this.guarded(() => this.feed(this.decoder!.decode(chunk, { stream: true })));
  }

  /** @throws SpreadsheetRefused as `write` */
  end(): void {
    this.guarded(() => {
      this.feed(this.decoder?.decode() ?? '');
      this.parser.close();
    });
  }

  private feed(text: string): void {
    this.silence += text.length;
    this.parser.write(text);
    if (this.silence > maxSilence) refuse('cell-too-long');
  }

  private guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      throw error instanceof SpreadsheetRefused ? error : new SpreadsheetRefused('broken-workbook');
    }
  }
}

/** Reads a whole (small) part through a handler. */
export async function readXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reader = new XmlReader(handler);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

/** 'x:row' and 'row' are both 'row'. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function encodingOf(chunk: Buffer): string {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function refuse(code: 'forbidden-xml' | 'cell-too-long'): never {
  throw new SpreadsheetRefused(code);
}
