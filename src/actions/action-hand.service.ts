import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { labelsOf } from '../access/roles-relations.rules.js';
import { Audit } from '../audit/audit.service.js';
import type { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { Action, ActionUpdate } from './action.entity.js';
import { after, type Hand, mayTake, type Status, type Step } from './action.rules.js';
import type { ActionView } from './actions.http.js';
import { actionById } from './actions.queries.js';

/** An action on which somebody may take a step: locked, with the status it has then, and the key to its case. */
export interface Taken {
  action: Action;
  open: OpenCase;
  step: Step;
}

/** Whoever is at work, as kept beside what they did. */
export const byActor = ({ kind, id }: Actor): string => `${kind}:${id}`;

/** In which somebody takes a step: in a meeting's review of earlier actions, by the room that holds the meeting. */
export interface Circumstances {
  inReview?: boolean;
}

/** What an actor may do with actions of a MARAC. */
export function handOf(actor: Actor, maracId: string, { inReview = false }: Circumstances = {}): Hand {
  const updates = actor.may('actions:update', maracId);
  return { agencyId: actor.agencyId, updates, sets: actor.may('actions:set', maracId), reviews: inReview };
}

/** Taking an action in hand: the same checks, words in its history, sharing and record for every step of its life. */
@Injectable()
export class ActionHand {
  private readonly actions = new Store(Action);
  private readonly updates = new Store(ActionUpdate);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 hidden, 403 another agency's, 409 `already-closed`, `not-requested`, `declined`; 412 stale */
  async take(
    id: string,
    which: Step | ((seen: Action) => Step),
    version?: number,
    where: Circumstances = {},
  ): Promise<Taken> {
    const seen = await this.actions.byId(id);
    if (!seen) throw Problem.notFound();
    const open = await this.access.open(seen.caseId, 'record-action');
    const step = typeof which === 'string' ? which : which(seen);
    if (!mayTake(step, seen.ownerAgencyId, handOf(tx().actor, seen.maracId, where))) throw Problem.notAllowed();
    const action = await this.actions.lockById(id);
    // handed to another agency between the two reads
    if (!action || action.ownerAgencyId !== seen.ownerAgencyId)
      throw action ? new StaleVersion() : Problem.notAllowed();
    const status = after(action.status, step);
    if (!status) throw cannot(action.status);
    if (version !== undefined && version !== action.version) throw new StaleVersion();
    return { action: { ...action, status }, open, step };
  }

  save(action: Action): Promise<void> {
    return this.actions.update(action);
  }

  add(action: Action): void {
    this.actions.insert(action);
  }

  /** A word in the history of an action. */
  note({ id, caseId, maracId }: Action, note: string): void {
    const { actor } = tx();
    const userId = actor.kind === 'user' ? actor.id : null;
    const by = { madeBy: byActor(actor), userId, agencyId: actor.agencyId };
    this.updates.insert({ id: newId(), actionId: id, caseId, maracId, note, ...by });
  }

  /**
   * The owner may open the case, for IDENTITY alone (whom it is about); how to reach the victim and where she is safe are shared
   * separately and on purpose.
   */
  share(open: OpenCase, action: Action): void {
    this.access.share(open, {
      with: { agencyId: action.ownerAgencyId },
      labels: labelsOf('ACTION'),
      purpose: 'carry-out-action',
      origin: 'ACTION',
      originId: action.id,
      reason: `action ${action.id}`,
    });
  }

  /** What was shared for it ends: the agency sees the case no longer, unless for another reason. */
  async endSharing(id: string, because: string): Promise<void> {
    await this.access.endOrigin(id, because);
  }

  record(deed: string, { id, maracId }: Action, code?: string): void {
    this.audit.record({ action: deed, subject: { kind: 'action', id }, maracId, code });
  }

  tell(name: string, { id, caseId, maracId }: Action, ids: Record<string, string> = {}): void {
    this.outbox.publish({ name, ids: { actionId: id, caseId, maracId, ...ids } });
  }

  async view(id: string): Promise<ActionView> {
    const view = await actionById(id);
    if (!view) throw new Error('the action just written is not there');
    return view;
  }
}

function cannot(status: Status): Problem {
  if (status === 'CLOSED') return Problem.conflict('already-closed', 'This action was closed before.');
  if (status === 'DECLINED') return Problem.conflict('declined', 'The agency declined it: hand it to another.');
  return Problem.conflict('not-requested', 'Nobody waits for an answer of this agency.');
}
