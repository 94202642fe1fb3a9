import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings, UnsafeSetting } from '../platform/config/settings.js';
import type { Instrument } from './instrument.js';
import { findInstrument, INSTRUMENTS } from './instruments.js';
import { type LicensedWording, withLicensedWording } from './licensed-wording.rules.js';

/**
 * The instruments as this deployment shows them. Ours carry short labels in our own words; whoever holds a licence puts the
 * official wording into `MARAC_DATA_DIR/licensed-wording/CODE-vN.json` ({licenceNote, title?, items: [{no, label}]}) and it is
 * shown instead. Numbers and scoring never change with the wording.
 */
@Injectable()
export class InstrumentShelf {
  readonly instruments: readonly Instrument[];

  constructor(settings: Settings) {
    const folder = path.join(settings.dataDir, 'licensed-wording');
    this.instruments = INSTRUMENTS.map((own) =>
      worded(own, path.join(folder, `${own.code}-v${own.version}.json`), filesIn(folder)),
    );
  }

  /** The newest version of an instrument. */
  find(code: string): Instrument | null {
    return findInstrument(code, undefined, this.instruments);
  }
}

function worded(own: Instrument, file: string, present: ReadonlySet<string>): Instrument {
  if (!present.has(path.basename(file))) return own;
  const decided = withLicensedWording(own, JSON.parse(readFileSync(file, 'utf8')) as LicensedWording);
  if (decided.outcome === 'accepted') return decided.instrument;
  throw new UnsafeSetting('MARAC_DATA_DIR', `holds licensed wording that does not fit ${own.code} (${decided.code})`);
}

function filesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set(); // nothing was licensed
  }
}
