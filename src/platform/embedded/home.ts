import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import { type Access, Cluster } from './cluster.js';
import { freePort } from './free-port.js';

const DRAFT = 'data.draft-';

/** The folder of one embedded server: its data, how to reach it, who uses it. For the user's own eyes only. */
export class Home {
  readonly data: string;
  readonly leases: string;
  readonly lock: string;
  private readonly accessFile: string;

  /** @throws Error that names MARAC_DATA_DIR when there can be no such folder, or it is another user's */
  constructor(private readonly folder: string) {
    this.data = path.join(folder, 'data');
    this.leases = path.join(folder, 'leases');
    this.lock = path.join(folder, 'lock');
    this.accessFile = path.join(folder, 'server.json');
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.accessSync(folder, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`The data folder ${folder} cannot be used (${code}): set MARAC_DATA_DIR to one of your own.`);
    }
  }

  /** @returns undefined when no database was created here yet */
  readAccess(): Access | undefined {
    if (!fs.existsSync(this.data)) return undefined;
    try {
      return JSON.parse(fs.readFileSync(this.accessFile, 'utf8')) as Access;
    } catch {
      throw new Error(`${this.accessFile} holds the database's password and is gone or damaged: bring it back.`);
    }
  }

  writeAccess(access: Access): void {
    fs.writeFileSync(`${this.accessFile}.new`, JSON.stringify(access), { mode: 0o600, flush: true });
    fs.renameSync(`${this.accessFile}.new`, this.accessFile);
  }

  /** Creates the database. It stands under its name only when it is complete, with its password on disk. */
  async create(binaries: Binaries): Promise<Access> {
    this.clearDrafts();
    const access = { port: await freePort(), password: randomBytes(24).toString('base64url') };
    const draft = fs.mkdtempSync(path.join(this.folder, DRAFT));
    Cluster.create(binaries, draft, access.password, true);
    this.writeAccess(access);
    fs.renameSync(draft, this.data);
    return access;
  }

  private clearDrafts(): void {
    for (const name of fs.readdirSync(this.folder)) {
      if (name.startsWith(DRAFT))
        fs.rmSync(path.join(this.folder, name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
