import { type CallHandler, type ExecutionContext, type NestInterceptor, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Actor } from '../db/actor.js';
import { currentTransaction } from '../db/transaction.js';
import { Underway } from '../db/underway.js';
import { readKey, requestText } from '../idempotency/idempotency-key.rules.js';
import type { Answered, Keyed, KeptAnswers } from '../idempotency/kept-answers.js';
import type { ReplayGuard } from '../idempotency/replay-guard.js';
import { ACCESS, type RouteAccess } from './allow.js';
import { Problem } from './problem.js';
import { routeFacts } from './refusals.js';

export const KEY_HEADER = 'idempotency-key';
export const REPLAYED_HEADER = 'idempotency-replayed';

const SHOWN_ONCE = Symbol('shown once');

/** The answer holds a secret that is stored nowhere: sent again, the request is told that it was done, and no more. */
export const ShownOnce = () => SetMetadata(SHOWN_ONCE, true);

export const isShownOnce = (handler: object): boolean => Reflect.getMetadata(SHOWN_ONCE, handler) === true;

/**
 * A POST that carries an Idempotency-Key does its work once, however often it is sent: the same request again is given the same
 * answer, if its sender may still see it. Stands inside the unit of work, so that the effect and what is kept of it are one. Routes
 * that open units of work of their own take no key: none of them does anything twice that matters.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly kept: KeptAnswers,
    private readonly guard: ReplayGuard,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'POST' || !request.actor || !currentTransaction()) return next.handle();
    const read = readKey(request.headers[KEY_HEADER]);
    if (!read) return next.handle();
    if ('refused' in read)
      throw new Problem(400, 'malformed-idempotency-key', 'Idempotency-Key must hold 1 to 255 visible characters.');
    return from(this.once(context, { ...keyedBy(request, request.actor), key: read.key }, next));
  }

  private async once(context: ExecutionContext, keyed: Keyed, next: CallHandler): Promise<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ACCESS, placesOf(context));
    const earlier = await this.kept.find(keyed);
    if (earlier) return this.again(earlier, keyed.actor, access, reply);
    const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    const view: unknown = answer instanceof Underway ? await answer.arrived() : answer;
    this.kept.keep(keyed, {
      status: reply.statusCode,
      view,
      shownOnce: this.reflector.getAllAndOverride<boolean>(SHOWN_ONCE, placesOf(context)) ?? false,
      shown: await this.guard.note(view),
      shownFresh: keyed.actor.secondFactorFresh(new Date()),
      scopes: access?.kind === 'permission' ? keyed.actor.scopesOf(access.permission) : null,
    });
    return view;
  }

  /** @throws Problem 403 when the permission was held somewhere then and is not now; 404 or 403 as the guard says */
  private async again(
    earlier: Answered,
    actor: Actor,
    access: RouteAccess | undefined,
    reply: FastifyReply,
  ): Promise<unknown> {
    if (access?.kind === 'permission' && !stillHolds(actor, access.permission, earlier.scopes))
      throw Problem.notAllowed();
    await this.guard.admit(earlier.shown, earlier.shownFresh);
    void reply.status(earlier.status).header(REPLAYED_HEADER, 'true');
    return earlier.view;
  }
}

const placesOf = (context: ExecutionContext) => [context.getHandler(), context.getClass()];

function keyedBy(request: FastifyRequest, actor: Actor): Omit<Keyed, 'key'> {
  const { method, route } = routeFacts(request);
  return { actor, route: `${method} ${route}`, text: requestText(method, request.url, request.body) };
}

function stillHolds(actor: Actor, permission: string, scopes: string[] | null): boolean {
  const now = actor.scopesOf(permission);
  return now === null || (scopes !== null && scopes.every((scope) => now.includes(scope)));
}
