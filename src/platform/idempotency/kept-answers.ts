import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../crypto/key-ring.js';
import type { SealedColumn } from '../crypto/resealed.js';
import type { Actor } from '../db/actor.js';
import { newId } from '../db/ids.js';
import { Problem } from '../http/problem.js';
import { defineJob, Handles } from '../queue/job.js';
import { lockNumber } from './idempotency-key.rules.js';
import { forget, forgetOld, insertKept, type KeptRow, lockAndFind } from './kept-answers.queries.js';
import type { Shown } from './replay-guard.js';

/** Answers are forgotten after a day. */
export const FORGET_ANSWERS = defineJob({ name: 'platform.forget-answers', every: '15m' });

/** A request as it is told apart from others. */
export interface Keyed {
  actor: Actor;
  /** `POST /api/v1/cases/:id/actions` */
  route: string;
  key: string;
  /** method, address and body: `requestText` */
  text: string;
}

export interface Answered {
  status: number;
  /** undefined: none */
  view: unknown;
  shownOnce: boolean;
  shown: Shown;
  shownFresh: boolean;
  scopes: string[] | null;
}

const sealedFor = (id: string) => `platform.kept_answers/${id}/answer`;
export const KEPT_ANSWER: SealedColumn = { table: 'platform.kept_answers', column: 'answer', aad: sealedFor };

/**
 * What was answered to requests with a key, so that one that is sent again does nothing again. A row is written in the transaction
 * of the effect: there is no effect without it and none of it without the effect. Of the request it holds keyed hashes alone; the
 * answer may be of a case, so it is sealed.
 */
@Injectable()
export class KeptAnswers {
  constructor(private readonly ring: KeyRing) {}

  /**
   * What was answered before; undefined when the request is the first, which then holds the key until its unit of work ends.
   * @throws Problem 409 `idempotency-in-flight`; 422 `idempotency-key-reused`; 409 `answered-once`
   */
  async find({ actor, route, key, text }: Keyed): Promise<Answered | undefined> {
    const prints = this.ring.fingerprints(key, 'idempotency key');
    const { free, kept } = await lockAndFind(lockNumber(actor.id, route, key), actor.id, route, prints);
    if (!free)
      throw new Problem(409, 'idempotency-in-flight', 'This request is being worked on. Ask again in a moment.', [], 1);
    if (!kept) return undefined;
    if (kept.over) {
      forget(kept.id);
      return undefined;
    }
    const same = this.ring
      .fingerprints(text, 'idempotent request')
      .some((print) => timingSafeEqual(print, kept.requestPrint));
    if (!same) throw new Problem(422, 'idempotency-key-reused', 'This key was sent with another request before.');
    if (kept.shownOnce)
      throw Problem.conflict('answered-once', 'This was done before, and its answer is shown only once.');
    return { ...kept, view: this.open(kept) };
  }

  keep({ actor, route, key, text }: Keyed, { view, ...answered }: Answered): void {
    const id = newId();
    const content =
      view === undefined || answered.shownOnce ? null : this.ring.seal(JSON.stringify(view), sealedFor(id));
    insertKept({
      id,
      userId: actor.id,
      route,
      keyPrint: this.ring.fingerprint(key, 'idempotency key'),
      requestPrint: this.ring.fingerprint(text, 'idempotent request'),
      answer: content,
      ...answered,
    });
  }

  @Handles(FORGET_ANSWERS)
  async forgetOld(): Promise<void> {
    forgetOld();
  }

  private open({ id, answer }: KeptRow): unknown {
    return answer === null ? undefined : (JSON.parse(this.ring.unseal(answer, sealedFor(id))) as unknown);
  }
}
