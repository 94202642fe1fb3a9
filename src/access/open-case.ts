import type { Label } from './labels.js';

/** Proof, private to this module, that a key was cut here. */
const CUT = Symbol('cut by access');

/** Why a kind of information is kept from a reader: it was not shared with them, or their second factor is too long ago. */
export type Withholding = 'NOT_SHARED' | 'SECOND_FACTOR_NEEDED';

/** What the protocol says of one reader and one case. */
export interface Opening {
  caseId: string;
  maracId: string;
  ref: string;
  /** kinds of information shared with the reader */
  labels: readonly Label[];
  /** the reader proved a second factor a moment ago */
  fresh: boolean;
  /** may be taken away as a file; what was opened in an emergency may not */
  exportable: boolean;
}

/**
 * The key to a case. Only access can make one, by opening (which checks the protocol and records why) or by founding a case;
 * stores and queries of case content ask for it instead of an id, so that forgetting to open is a compile error.
 */
export class OpenCase {
  readonly caseId: string;
  readonly maracId: string;
  readonly ref: string;
  readonly exportable: boolean;
  readonly #shared: ReadonlySet<Label>;
  readonly #fresh: boolean;

  private constructor(opening: Opening) {
    this.caseId = opening.caseId;
    this.maracId = opening.maracId;
    this.ref = opening.ref;
    this.exportable = opening.exportable;
    this.#shared = new Set(opening.labels);
    this.#fresh = opening.fresh;
  }

  /** True when this reader may see this kind of information on this case now. */
  shows(label: Label): boolean {
    return this.why(label) === null;
  }

  /** Why a kind of information is withheld; null when it is shown. What locates a victim needs a fresh second factor as well. */
  why(label: Label): Withholding | null {
    if (!this.#shared.has(label)) return 'NOT_SHARED';
    return label === 'LOCATION_SAFE' && !this.#fresh ? 'SECOND_FACTOR_NEEDED' : null;
  }

  /** Kinds of information that are shown now. */
  get labels(): Label[] {
    return [...this.#shared].filter((label) => this.shows(label));
  }

  /** @internal */
  static cut(proof: typeof CUT, opening: Opening): OpenCase {
    if (proof !== CUT) throw new Error('only access opens a case');
    return new OpenCase(opening);
  }
}

/** @internal for access.service alone: architecture tests refuse any other import. */
export const cutKey = (opening: Opening): OpenCase => OpenCase.cut(CUT, opening);
