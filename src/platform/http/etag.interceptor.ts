import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { etag } from './if-match.js';

/** A view that has a whole `version` carries it as its ETag, so that no handler can forget to. */
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((view: unknown) => {
        const version = typeof view === 'object' && view !== null ? (view as { version?: unknown }).version : undefined;
        const reply = context.switchToHttp().getResponse<FastifyReply>();
        if (Number.isSafeInteger(version) && !reply.hasHeader('etag')) etag(reply, version as number);
        return view;
      }),
    );
  }
}
