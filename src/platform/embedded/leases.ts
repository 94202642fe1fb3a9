import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isAlive, thisProcess } from './process-identity.js';

/** Who is using a server: one file for each use, which counts as long as the process that wrote it lives. */
export class Leases {
  constructor(private readonly folder: string) {}

  /** @returns the function that gives the lease back */
  take(): () => void {
    const file = path.join(this.folder, `${process.pid}-${randomUUID()}`);
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const draft = `${this.folder}.${process.pid}`; // outside the folder: a lease is never seen half written
    fs.writeFileSync(draft, thisProcess, { mode: 0o600 });
    fs.renameSync(draft, file);
    return () => fs.rmSync(file, { force: true });
  }

  /** True while any process lives that holds a lease; what dead ones left is cleared away. Ask only under the lock. */
  anyAlive(): boolean {
    let alive = 0;
    for (const name of fs.readdirSync(this.folder)) {
      const file = path.join(this.folder, name);
      if (isAlive(fs.readFileSync(file, 'utf8'))) alive += 1;
      else fs.rmSync(file, { force: true });
    }
    return alive > 0;
  }
}
