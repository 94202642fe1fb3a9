import type { Instrument } from './instrument.js';

export interface LicensedWording {
  /** Shown with the form: who licensed it, to whom, under which reference. */
  licenceNote: string;
  title?: string;
  items: readonly { no: number; label: string }[];
}

export type WordingDecision =
  | { outcome: 'accepted'; instrument: Instrument }
  | { outcome: 'refused'; code: 'items-do-not-match'; missing: number[]; unknown: number[]; repeated: number[] }
  | { outcome: 'refused'; code: 'empty-label'; items: number[] }
  | { outcome: 'refused'; code: 'licence-note-missing' };

/**
 * The instrument in the official wording that a customer holds a licence for. Numbers must match one to one; keys,
 * version, scoring and bands stay, so answers given under either wording are comparable.
 */
export function withLicensedWording(instrument: Instrument, wording: LicensedWording): WordingDecision {
  if (wording.licenceNote.trim() === '') return { outcome: 'refused', code: 'licence-note-missing' };
  const labels = new Map(wording.items.map((item) => [item.no, item.label.trim()]));
  const own = new Set(instrument.items.map((item) => item.no));
  const missing = [...own].filter((no) => !labels.has(no));
  const unknown = [...labels.keys()].filter((no) => !own.has(no));
  const repeated = wording.items.filter((item, at) => wording.items.findIndex((i) => i.no === item.no) < at);
  if (missing.length + unknown.length + repeated.length > 0) {
    const numbers = [...new Set(repeated.map((item) => item.no))];
    return { outcome: 'refused', code: 'items-do-not-match', missing, unknown, repeated: numbers };
  }
  const empty = [...own].filter((no) => labels.get(no) === '');
  if (empty.length > 0) return { outcome: 'refused', code: 'empty-label', items: empty };
  const items = instrument.items.map((item) => ({ ...item, label: labels.get(item.no) ?? item.label }));
  const title = wording.title?.trim() || instrument.title;
  return {
    outcome: 'accepted',
    instrument: { ...instrument, title, items, wording: 'LICENSED', licenceNote: wording.licenceNote.trim() },
  };
}
