import { HttpException } from '@nestjs/common';

/** One thing wrong with the input: where (JSON pointer into the body, or the parameter's name), which rule, and what it means. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/**
 * A refusal as RFC 9457 problem details. `code` is stable and meant for programs; `title` is for people and never carries
 * case data. Everything that goes wrong on purpose leaves the system as one of these.
 */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    readonly title: string,
    readonly errors: FieldProblem[] = [],
    /** seconds after which the same may be asked again */
    readonly retryAfter?: number,
  ) {
    super(title, status);
  }

  /** 422 at one field of the body. */
  static at(pointer: string, code: string, detail: string): Problem {
    return new Problem(422, 'invalid-input', 'The input was not accepted.', [{ pointer, code, detail }]);
  }

  /** What an absent and a hidden thing both answer: nothing tells them apart. */
  static notFound(): Problem {
    return new Problem(404, 'not-found', 'There is nothing here that you may see.');
  }

  /** The caller lacks the permission. Says nothing about what was asked for. */
  static notAllowed(): Problem {
    return new Problem(403, 'not-allowed', 'Your role does not allow this.');
  }

  /** 409: the thing is in a state that does not allow this step. */
  static conflict(code: string, title: string): Problem {
    return new Problem(409, code, title);
  }
}
