import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Settings } from '../platform/config/settings.js';
import { Problem } from '../platform/http/problem.js';
import { ORIGIN_PREFIX } from './checkpoint.rules.js';
import { CheckpointPlaces, notesOfFile } from './checkpoint-places.js';
import { exportLines } from './export.rules.js';
import { logIds, onSnapshot, places } from './log.queries.js';
import { type Verification, verifyLog } from './log-verifier.js';
import { verifierKey } from './signed-note.rules.js';
import { SigningKeys } from './signing-keys.js';

/** Proves the log, or hands it out for others to prove. On a connection of its own: one long look that nothing else waits for. */
@Injectable()
export class VerificationService {
  private underWay = false;

  constructor(
    private readonly settings: Settings,
    private readonly keys: SigningKeys,
    private readonly checkpoints: CheckpointPlaces,
  ) {}

  /**
   * Compares the log with the checkpoints of all folders outside and of the files given.
   * @param restored the caller knows that the database was put back to an earlier moment
   * @throws Problem 409 `verification-under-way`; the file system's error when a folder or file cannot be read
   */
  async verify(files: readonly string[] = [], restored = false): Promise<Verification> {
    if (this.underWay) throw Problem.conflict('verification-under-way', 'The log is being verified already.');
    this.underWay = true;
    try {
      const given = await Promise.all(files.map(notesOfFile));
      const outside = [...(await this.checkpoints.notes()), ...given.flat()];
      return await this.onClient((client) => verifyLog(client, this.keys.believed, outside, restored));
    } finally {
      this.underWay = false;
    }
  }

  /** Writes every sealed entry to a file, for its owner's eyes, as JSON lines in the order of the tree. @returns how many */
  async export(file: string): Promise<number> {
    return this.onClient(async (client) => {
      const out = createWriteStream(file, { mode: 0o600, flags: 'wx' });
      let entries = 0;
      try {
        for await (const page of places(client)) {
          entries += page.length;
          if (!out.write(exportLines(page))) await once(out, 'drain');
        }
      } finally {
        out.end();
      }
      await finished(out);
      return entries;
    });
  }

  /** The public key under which others check this log's checkpoints. */
  async verifierKey(): Promise<string> {
    const [id] = await this.onClient(logIds);
    return verifierKey(`${ORIGIN_PREFIX}${id}`, this.keys.publicKey);
  }

  /** The public key alone, in the form of AUDIT_RETIRED_KEYS. */
  get publicKey(): string {
    return this.keys.publicKey.toString('base64');
  }

  private async onClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.settings.databaseUrl, application_name: 'marac-verifier' });
    client.on('error', () => undefined); // whatever waits for it hears of it
    await client.connect();
    try {
      return await onSnapshot(client, () => work(client));
    } finally {
      await client.end();
    }
  }
}
