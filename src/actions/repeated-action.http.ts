import { Problem } from '../platform/http/problem.js';

/** The same was agreed on an earlier day, and whoever agrees it again has not said that they looked at what came of it. */
export class RepeatedAction extends Problem {
  constructor(readonly earlier: readonly string[]) {
    super(
      409,
      'repeated-action',
      'The same was agreed before. Look at what came of it, and name what you looked at.',
      earlier.map((id) => ({ pointer: '/lookedAt', code: 'repeated-action', detail: `Not looked at: ${id}` })),
    );
  }
}
