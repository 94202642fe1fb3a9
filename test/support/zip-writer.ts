import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  content: Buffer;
  /** Bit 0: encrypted. */
  flags?: number;
  /** Written as the checksum instead of the right one. */
  checksum?: number;
}

export interface PackedPart {
  name: string;
  packed: Buffer;
  size: number;
  checksum: number;
  flags: number;
}

/** A zip file (deflate) of these parts, in this order; names may repeat. */
export function zip(parts: readonly ZipPart[]): Buffer {
  return assemble(
    parts.map(({ name, content, flags = 0, checksum = crc32(content) }) => {
      return { name, packed: deflateRawSync(content), size: content.length, checksum, flags };
    }),
  );
}

/** One part, compressed while it is written. */
export async function packStream(name: string, xml: Iterable<string>): Promise<PackedPart> {
  const deflate = createDeflateRaw();
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  let size = 0;
  let checksum = 0;
  for (const piece of xml) {
    const content = Buffer.from(piece, 'utf8');
    size += content.length;
    checksum = crc32(content, checksum);
    if (!deflate.write(content)) await new Promise((resolve) => deflate.once('drain', resolve));
  }
  await new Promise<void>((resolve) => deflate.once('end', resolve).end());
  return { name, packed: Buffer.concat(chunks), size, checksum, flags: 0 };
}

/** The zip file of these parts. */
export function assemble(parts: readonly PackedPart[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const common = commonHeader(part, name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, part.packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, name);
    pieces.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, listing, end]);
}

function commonHeader(part: PackedPart, name: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(part.flags | 0x0800, 2);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(part.checksum, 10);
  header.writeUInt32LE(part.packed.length, 14);
  header.writeUInt32LE(part.size, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}
