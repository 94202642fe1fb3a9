import { type CallHandler, type ExecutionContext, type NestInterceptor, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { ACCESS, type RouteAccess } from './allow.js';
import { notSignedIn } from './gate.js';

const OWN_TRANSACTION = Symbol('own transaction');

/** The handler opens its units of work itself: long work, or several units in a row. */
export const OwnTransaction = () => SetMetadata(OWN_TRANSACTION, true);

/** True for a handler that opens its units of work itself. */
export function opensOwnUnits(...places: object[]): boolean {
  return places.some((place) => Reflect.getMetadata(OWN_TRANSACTION, place) === true);
}

/** Runs every handler in one unit of work for the actor. The answer leaves only after the commit. */
export class UnitOfWorkInterceptor implements NestInterceptor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ACCESS, places);
    if (access?.kind === 'public') return next.handle();
    const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!actor) throw notSignedIn(); // the gate let nobody through here; should it ever, nothing runs without an actor
    if (this.reflector.getAllAndOverride<boolean>(OWN_TRANSACTION, places)) return next.handle();
    return from(this.uow.run(actor, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }
}
