import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../platform/crypto/key-ring.js';

type Cells = Readonly<Record<string, string>>;

const PURPOSE = 'referrals.fingerprint';

/**
 * Tells a row of a spreadsheet from a changed version of itself, whatever the order of the columns. Keyed: the rest of a row stands
 * in the database, so from a plain hash a protected address could be tried out.
 */
@Injectable()
export class RowFingerprints {
  constructor(private readonly ring: KeyRing) {}

  of(cells: Cells): Buffer {
    return this.ring.fingerprint(written(cells), PURPOSE);
  }

  /** Whether a fingerprint is of these cells, under any key still in use, or from before there were keys. */
  same(fingerprint: Buffer, cells: Cells): boolean {
    const text = written(cells);
    return [...this.ring.fingerprints(text, PURPOSE), createHash('sha256').update(text).digest()].some((one) =>
      one.equals(fingerprint),
    );
  }
}

function written(cells: Cells): string {
  return JSON.stringify(Object.entries(cells).sort(([a], [b]) => (a < b ? -1 : 1)));
}
