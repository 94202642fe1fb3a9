import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EventLog } from '../log/event-log.js';
import { databaseProblem, isUnnamedViolation, unavailable } from './database-errors.js';
import { Problem } from './problem.js';
import type { RefusalRecorder } from './refusal-recorder.js';

/** RFC 9457 media type. */
export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

const RETRY_AFTER_SECONDS = 5;

const FASTIFY: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem(413, 'too-large', 'The body is too large.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem(
    415,
    'unsupported-media-type',
    'The body is of a kind that is not taken here.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Problem(400, 'bad-request', 'The body is not as long as it was said to be.'),
  FST_ERR_BAD_URL: new Problem(400, 'bad-address', 'The address is not valid.'),
  FST_ERR_MAX_PARAM_LENGTH: Problem.notFound(),
};

/** For errors that carry nothing but a status. Their messages are never passed on. */
const BY_STATUS: Record<number, Problem> = {
  400: new Problem(400, 'bad-request', 'The request was not understood.'),
  401: new Problem(401, 'not-signed-in', 'Sign in first.'),
  403: Problem.notAllowed(),
  404: Problem.notFound(),
  409: Problem.conflict('conflict', 'This does not fit with what is there already.'),
  413: new Problem(413, 'too-large', 'The body is too large.'),
  415: FASTIFY['FST_ERR_CTP_INVALID_MEDIA_TYPE']!,
  422: new Problem(422, 'invalid-input', 'The input was not accepted.'),
  429: new Problem(429, 'too-many-requests', 'Too many requests. Wait a little.'),
  503: unavailable(),
};

const UNEXPECTED = new Problem(500, 'unexpected', 'Something went wrong on our side.');

/** The refusal that any error stands for. Unknown errors become 500 `unexpected`, without a word of theirs. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const database = databaseProblem(error);
  if (database) return database;
  const { cause, code, statusCode } = (error ?? {}) as {
    cause?: { code?: string };
    code?: string;
    statusCode?: number;
  };
  const known = FASTIFY[code ?? ''] ?? FASTIFY[cause?.code ?? ''];
  if (known) return known;
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (typeof status !== 'number') return UNEXPECTED;
  return BY_STATUS[status] ?? (status >= 400 && status < 500 ? BY_STATUS[400]! : UNEXPECTED);
}

/** The body of a refusal. */
export function problemBody(problem: Problem, reference: string): string {
  const { code, title, errors } = problem;
  const status = problem.getStatus();
  return JSON.stringify({
    type: `/problems/${code}`,
    title,
    status,
    code,
    reference,
    ...(errors.length > 0 && { errors }),
  });
}

/** Turns whatever went wrong into an answer, and has it recorded before the answer leaves. */
export class Refusals {
  constructor(
    private readonly log: EventLog,
    private readonly recorder: RefusalRecorder,
  ) {}

  /** Never rejects. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const problem = problemOf(error);
    if (problem.getStatus() >= 500)
      this.log.error('http.failed', error, { reference: request.id, ...routeFacts(request) });
    else if (isUnnamedViolation(error))
      this.log.error('http.constraint-without-code', error, { reference: request.id, ...routeFacts(request) });
    await this.record(problem, request);
    if (reply.sent || reply.raw.headersSent) return;
    const wait = problem.retryAfter ?? (problem.getStatus() === 503 ? RETRY_AFTER_SECONDS : undefined);
    if (wait !== undefined) void reply.header('retry-after', String(wait));
    if (problem.getStatus() === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.code(problem.getStatus()).header('content-type', PROBLEM_JSON).send(problemBody(problem, request.id));
  }

  /**
   * The anonymous are not recorded, or anyone could fill the record (sign-in failures are identity's to record); our own faults
   * always are.
   */
  private async record(problem: Problem, request: FastifyRequest): Promise<void> {
    const status = problem.getStatus();
    const actor = request.actor ?? null;
    if (!actor && status !== 500) return;
    const { method, route } = routeFacts(request);
    try {
      await this.recorder.record({
        actor,
        route: `${method} ${route}`,
        status,
        code: problem.code,
        reference: request.id,
      });
    } catch (failure) {
      this.log.error('http.refusal-not-recorded', failure, { reference: request.id, status, code: problem.code });
    }
  }
}

/** Method and pattern of a request: never the address itself. */
export function routeFacts(request: FastifyRequest): { method: string; route: string } {
  return { method: request.method, route: (request.is404 ? undefined : request.routeOptions?.url) ?? 'unmatched' };
}
