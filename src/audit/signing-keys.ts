import { type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { readSealKeys } from '../platform/config/seal-settings.js';
import { Settings } from '../platform/config/settings.js';
import { privateKeyOf, publicBytesOf } from './signed-note.rules.js';

/** The key that signs checkpoints, and the public keys that are believed. Read or made when first asked for. */
@Injectable()
export class SigningKeys {
  private key: KeyObject | undefined;

  constructor(private readonly settings: Settings) {}

  get signing(): KeyObject {
    return (this.key ??= privateKeyOf(this.seed()));
  }

  /** 32 bytes */
  get publicKey(): Buffer {
    return publicBytesOf(this.signing);
  }

  /** The current key's first, then those that signed before. */
  get believed(): readonly Buffer[] {
    return [this.publicKey, ...this.settings.seal.retiredKeys];
  }

  private seed(): Buffer {
    const { seal, environment, dataDir } = this.settings;
    if (seal.key) return seal.key;
    return environment === 'test' ? randomBytes(32) : seedOfFolder(path.resolve(dataDir, 'audit'));
  }
}

/** For the demo and development alone. Whole or not there at all, also when two processes start at once. */
function seedOfFolder(folder: string): Buffer {
  const file = path.join(folder, 'signing-key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readSealKeys(readFileSync(file, 'utf8').trim())[0]!;
}
