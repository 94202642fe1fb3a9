import type { Instrument } from './instrument.js';
import { DARA } from './instruments/dara.js';
import { POLICE_DASH } from './instruments/police-dash.js';
import { S_DASH } from './instruments/s-dash.js';
import { SAFELIVES_DASH } from './instruments/safelives-dash.js';
import { YOUNG_PEOPLES_RIC } from './instruments/young-people-ric.js';

/** Every instrument and version ever shipped: a version that answers may refer to is never taken away. */
export const INSTRUMENTS: readonly Instrument[] = [SAFELIVES_DASH, POLICE_DASH, S_DASH, YOUNG_PEOPLES_RIC, DARA];

/** The version asked for, else the newest; null when there is none. */
export function findInstrument(
  code: string,
  version?: number,
  among: readonly Instrument[] = INSTRUMENTS,
): Instrument | null {
  const editions = among.filter((instrument) => instrument.code === code);
  if (version !== undefined) return editions.find((instrument) => instrument.version === version) ?? null;
  return editions.reduce<Instrument | null>(
    (newest, next) => (next.version > (newest?.version ?? 0) ? next : newest),
    null,
  );
}
