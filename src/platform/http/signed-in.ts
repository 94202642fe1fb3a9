import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../db/actor.js';

/** What must be done before anything else: choosing a password of one's own, or proving a second factor. */
export type Lacking = 'OWN_PASSWORD' | 'SECOND_FACTOR';

export interface SignedIn {
  actor: Actor;
  /** whatever identity keeps of the session; the edge only hands it on */
  session: object;
  /** every route is shut but those marked for it */
  lacks: Lacking | null;
}

/** Finds who a session token belongs to; null when it is unknown, ended or expired. */
export type Authenticate = (token: string) => Promise<SignedIn | null>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; null on public routes. */
    actor: Actor | null;
    session: object | null;
  }
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** The signed-in actor, as a handler's parameter. Null only on public routes. */
export const CurrentActor = createParamDecorator((_: unknown, context) => requestOf(context).actor);

/** The session in use, as a handler's parameter. Null only on public routes. */
export const CurrentSession = createParamDecorator((_: unknown, context) => requestOf(context).session);
