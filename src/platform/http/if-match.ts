import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** The entity tag of a version: `"3"`. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Names the version that the answer shows. Views with a `version` carry it by themselves. */
export function etag(reply: FastifyReply, version: number): void {
  void reply.header('etag', etagOf(version));
}

/** The version named by an If-Match header. @throws Problem 428 `precondition-required`, 400 `malformed-if-match` */
export function versionIn(header: string | undefined): number {
  if (header === undefined) {
    throw new Problem(428, 'precondition-required', 'Say which version you saw: send If-Match with the ETag you got.');
  }
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header.trim());
  if (!match) throw new Problem(400, 'malformed-if-match', 'If-Match must hold one ETag of ours.');
  return Number(match[1]);
}

/** The version that the caller saw, as a handler's parameter: `change(@IfMatch() version: number)`. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    versionIn(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [
    (target, property) => {
      const method = Object.getOwnPropertyDescriptor(target, property!);
      const header = {
        name: 'If-Match',
        required: true,
        description: 'ETag of the version you saw.',
        schema: { type: 'string' as const },
      };
      if (method) ApiHeader(header)(target, property!, method);
    },
  ],
);
