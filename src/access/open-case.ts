import type { Label } from './labels.js';

/** Proof, private to this module, that a key was cut here. */
const CUT = Symbol('cut by access');

/**
 * The key to a case. Only access can make one, by opening (which checks the protocol and records why) or by founding a case;
 * stores and queries of case content ask for it instead of an id, so that forgetting to open is a compile error.
 */
export class OpenCase {
  readonly #labels: ReadonlySet<Label>;

  private constructor(
    readonly caseId: string,
    readonly maracId: string,
    readonly ref: string,
    labels: readonly Label[],
  ) {
    this.#labels = new Set(labels);
  }

  /** True when this reader may see this kind of information on this case. */
  shows(label: Label): boolean {
    return this.#labels.has(label);
  }

  get labels(): Label[] {
    return [...this.#labels];
  }

  /** @internal */
  static cut(proof: typeof CUT, caseId: string, maracId: string, ref: string, labels: readonly Label[]): OpenCase {
    if (proof !== CUT) throw new Error('only access opens a case');
    return new OpenCase(caseId, maracId, ref, labels);
  }
}

/** @internal for access.service alone: architecture tests refuse any other import. */
export const cutKey = (caseId: string, maracId: string, ref: string, labels: readonly Label[]): OpenCase =>
  OpenCase.cut(CUT, caseId, maracId, ref, labels);
