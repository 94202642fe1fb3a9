/**
 * How a requirement stands. TEST: tests show it. REVIEW: somebody read the code or document named. DEPLOYMENT: whoever runs the
 * system does it. NOT_APPLICABLE: there is nothing here that it speaks of. GAP: not met, or in part only.
 */
export type How = 'TEST' | 'REVIEW' | 'DEPLOYMENT' | 'NOT_APPLICABLE' | 'GAP';

/** A file; then titles of its tests or names of its cases, or, where it is no test, words that stand in it. */
export type Evidence = readonly [file: string, ...names: string[]];

/** Requirements of the standard (several only where none applies) and how they stand. */
export interface Row {
  ids: readonly string[];
  /** what is asked, in our own words */
  asks: string;
  how: How;
  evidence: readonly Evidence[];
  note: string;
}

/** Tests show it. */
export function shown(id: string, asks: string, evidence: readonly Evidence[], note = ''): Row {
  return { ids: [id], asks, how: 'TEST', evidence, note };
}

/** No test can show it, or none does; somebody looked. */
export function reviewed(id: string, asks: string, evidence: readonly Evidence[], note = ''): Row {
  return { ids: [id], asks, how: 'REVIEW', evidence, note };
}

/** Up to whoever runs it; `evidence` is what is here towards it. */
export function deployed(id: string, asks: string, note: string, evidence: readonly Evidence[] = []): Row {
  return { ids: [id], asks, how: 'DEPLOYMENT', evidence, note };
}

/** Not met; `evidence` is what is there of it, `note` what is missing. */
export function gap(id: string, asks: string, note: string, evidence: readonly Evidence[] = []): Row {
  return { ids: [id], asks, how: 'GAP', evidence, note };
}

/** @param ids with blanks between */
export function inapplicable(ids: string, asks: string, note: string): Row {
  return { ids: ids.split(' '), asks, how: 'NOT_APPLICABLE', evidence: [], note };
}
