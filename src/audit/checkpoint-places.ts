import { appendFile, mkdir, open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { notesIn } from './signed-note.rules.js';

/** A note found outside the database, and where. */
export interface OutsideNote {
  note: string;
  /** `place 2` of AUDIT_CHECKPOINTS, or the name of a file */
  place: string;
}

const SUFFIX = '.checkpoints';
const PATIENCE_MS = 10_000;

/** A place that did not take a checkpoint, or could not be read. Names no address. */
export class PlaceFailed extends Error {
  readonly code = 'checkpoint-not-delivered';
  readonly messageIsSafe = true;

  constructor(readonly place: number) {
    super(`place ${place + 1} of AUDIT_CHECKPOINTS does not take checkpoints`);
    this.name = 'PlaceFailed';
  }
}

/** Where checkpoints are kept outside the database: folders, appended to and never rewritten, and addresses that take a POST. */
@Injectable()
export class CheckpointPlaces {
  private readonly places: readonly string[];
  /** the last note that each place took from this process */
  private readonly taken = new Map<string, string>();

  constructor({ seal, environment, dataDir }: Settings) {
    const folders = ['checkpoints-1', 'checkpoints-2'].map((name) => path.resolve(dataDir, 'audit', name));
    this.places = seal.places ?? (environment === 'test' ? [] : folders);
  }

  /**
   * Gives the newest checkpoint to each place that has not had it; one that is away gets a later one, which covers this one too.
   * @param log the log's id; @param day YYYY-MM-DD
   * @throws PlaceFailed after all were tried
   */
  async deliver(note: string, log: string, day: string): Promise<void> {
    const failed: number[] = [];
    for (const [i, place] of this.places.entries()) {
      if (this.taken.get(place) === note) continue;
      try {
        await (place.startsWith('https://') ? post(place, note) : append(place, `${log}.${day}${SUFFIX}`, note));
        this.taken.set(place, note);
      } catch {
        failed.push(i);
      }
    }
    if (failed[0] !== undefined) throw new PlaceFailed(failed[0]);
  }

  /** The newest notes about one log: those of the last file in each folder that can be read. The others are told of when they take none. */
  async newest(log: string): Promise<OutsideNote[]> {
    return this.read(log, 1, () => []);
  }

  /** All notes in the folders, oldest first in each. Addresses keep theirs to themselves. @throws the file system's error */
  async notes(): Promise<OutsideNote[]> {
    return this.read('', Infinity, (error) => {
      throw error;
    });
  }

  private async read(log: string, files: number, unread: (error: unknown) => string[]): Promise<OutsideNote[]> {
    const found = this.places.map(async (place, i) => {
      const notes = place.startsWith('https://') ? [] : await notesOfFolder(place, log, files).catch(unread);
      return notes.map((note) => ({ note, place: `place ${i + 1}` }));
    });
    return (await Promise.all(found)).flat();
  }
}

/** The notes in one file. @throws the file system's error */
export async function notesOfFile(file: string): Promise<OutsideNote[]> {
  return notesIn(await readFile(file, 'utf8')).map((note) => ({ note, place: path.basename(file) }));
}

async function notesOfFolder(folder: string, log: string, files: number): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []; // nothing was sealed yet; a folder that was taken away shows as no checkpoint outside
    throw error;
  });
  const ours = names.filter((name) => name.startsWith(log) && name.endsWith(SUFFIX)).sort();
  const texts = await Promise.all(ours.slice(-files).map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.flatMap(notesIn);
}

/** One write to the end of the file, on the disk when it returns. */
async function append(folder: string, name: string, note: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, name);
  await appendFile(file, note, { mode: 0o600 });
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function post(address: string, note: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    body: note,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error('refused');
}
