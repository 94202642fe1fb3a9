import { closeSync, openSync, writeSync } from 'node:fs';

/** A JSON array on disk, for its owner's eyes, written as its items come: memory does not grow with it. */
export class ReportFile {
  private readonly file: number;
  private empty = true;

  /** @throws the file system's error when it cannot be written */
  constructor(path: string) {
    this.file = openSync(path, 'w', 0o600);
    writeSync(this.file, '[');
  }

  add(items: readonly object[]): void {
    for (const item of items) {
      writeSync(this.file, `${this.empty ? '\n' : ',\n'}${JSON.stringify(item)}`);
      this.empty = false;
    }
  }

  end(): void {
    writeSync(this.file, '\n]\n');
    closeSync(this.file);
  }
}
