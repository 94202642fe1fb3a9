/** Permitted range of the byte after a lead byte, where narrower than 80..BF (Unicode 15, table 3-7). */
const secondByte = new Map<number, readonly [number, number]>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
const anyContinuation = [0x80, 0xbf] as const;

/** Bytes that Windows-1252 leaves undefined. */
const undefinedIn1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Looks at every byte of a file once and says which encodings it can be. Kept byte by byte, not by the platform's
 * decoder, because a file with both valid and invalid UTF-8 sequences must be told from a Windows-1252 one.
 */
export class Utf8Survey {
  /** Valid sequences of two or more bytes. */
  sequences = 0;
  /** Bytes that are no part of a valid sequence. */
  invalid = 0;
  firstInvalidLine: number | undefined;
  hasNul = false;
  /** False once a byte was seen that no Windows-1252 text has. */
  mayBe1252 = true;
  private line = 1;
  private awaited = 0;
  private range: readonly [number, number] = anyContinuation;

  look(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte < 0x80) this.ascii(byte);
      else this.high(byte);
    }
  }

  end(): void {
    if (this.awaited > 0) this.reject();
  }

  private ascii(byte: number): void {
    if (this.awaited > 0) this.reject();
    if (byte >= 0x20) return;
    if (byte === 0x0a) this.line++;
    else if (byte === 0) this.hasNul = true;
    else if (byte !== 0x09 && byte !== 0x0d) this.mayBe1252 = false;
  }

  private high(byte: number): void {
    if (undefinedIn1252.has(byte)) this.mayBe1252 = false;
    if (this.awaited > 0) {
      if (byte >= this.range[0] && byte <= this.range[1]) {
        this.range = anyContinuation;
        if (--this.awaited === 0) this.sequences++;
        return;
      }
      this.reject();
    }
    this.awaited = byte >= 0xc2 && byte <= 0xdf ? 1 : byte >= 0xe0 && byte <= 0xef ? 2 : 0;
    if (byte >= 0xf0 && byte <= 0xf4) this.awaited = 3;
    if (this.awaited === 0) this.reject();
    this.range = secondByte.get(byte) ?? anyContinuation;
  }

  private reject(): void {
    this.invalid++;
    this.firstInvalidLine ??= this.line;
    this.awaited = 0;
  }
}
