import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import type { Fact } from './known-by.rules.js';

/** Hashes of facts that nobody can try out without the key: 64 bits, as decimal text for PostgreSQL's bigint. */
@Injectable()
export class KeyedHash {
  private readonly key: Buffer;

  constructor({ environment, dataDir }: Settings) {
    this.key = environment === 'test' ? (ofThisProcess ??= randomBytes(32)) : keyOfFolder(dataDir);
  }

  /** The hash under which a fact is stored. */
  print(fact: Fact): string {
    return this.prints(fact)[0]!;
  }

  /** The hashes under which a fact may have been stored, by this key and by earlier ones. */
  prints({ kind, text }: Fact): string[] {
    return [createHmac('sha256', this.key).update(`conflicts.${kind}\0${text}`).digest().readBigInt64BE(0).toString()];
  }
}

let ofThisProcess: Buffer | undefined;

/** The key of MARAC_DATA_DIR, made at first use, whole or not there at all, also when two processes start at once. */
function keyOfFolder(dataDir: string): Buffer {
  const file = path.join(path.resolve(dataDir), 'conflicts-key');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    fs.writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flush: true });
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was first: its key counts
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }
  return Buffer.from(fs.readFileSync(file, 'utf8'), 'base64');
}
