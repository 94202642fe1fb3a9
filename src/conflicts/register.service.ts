import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { CarryOut } from './carry-out.service.js';
import { Conflict, Decision } from './conflict.entity.js';
import { type DeciderRefusal, next, refuseDecider, type Step } from './conflict.rules.js';
import type { ConflictView, NewDecision, RegisterQuery } from './conflicts.dto.js';
import { hasHandIn, lineById, register } from './conflicts.queries.js';

/** What becomes of conflicts: decided by those who stand in the MARAC, never by the one concerned, who does not see the line. */
@Injectable()
export class ConflictRegister {
  private readonly conflicts = new Store(Conflict);
  private readonly decisions = new Store(Decision);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly carryOut: CarryOut,
    private readonly freeText: FreeText,
  ) {}

  async list(query: RegisterQuery): Promise<Page<ConflictView>> {
    const lines = await register(query);
    this.audit.record({
      action: 'conflicts.listed',
      subject: { kind: 'register', id: 'conflicts' },
      maracId: query.marac,
    });
    return pageOf(lines.map(view), query.limit);
  }

  /** @throws Problem 404 alike for what is absent, of a case that is hidden, or about the reader */
  async byId(id: string): Promise<ConflictView> {
    const line = await lineById(id);
    if (!line || !tx().actor.may('conflicts:decide', line.maracId)) throw Problem.notFound();
    this.audit.record({ action: 'conflict.read', subject: { kind: 'conflict', id }, maracId: line.maracId });
    return view(line);
  }

  /**
   * Confirms, dismisses, proposes to lift, or agrees as the second person.
   * @throws Problem 404; 409 `wrong-state`, `second-person-needed`, `not-independent`; 412 stale; 422 `protected-address-in-text`
   */
  async decide(id: string, version: number, { step, reason }: NewDecision): Promise<ConflictView> {
    const { caseId } = await this.byId(id);
    await this.access.open(caseId, 'decide-conflict');
    await this.freeText.check(caseId, { '/reason': reason });
    await this.uow.elevated(() => this.take(id, version, step, reason));
    return this.byId(id);
  }

  private async take(id: string, version: number, step: Step, reason: string): Promise<void> {
    const { actor } = tx();
    const conflict = await this.conflicts.lockById(id);
    if (!conflict) throw Problem.notFound();
    if (conflict.version !== version) throw new StaleVersion();
    const status = next(conflict.status, step);
    if (!status) throw Problem.conflict('wrong-state', `What is ${conflict.status} does not allow this.`);
    const handIn = conflict.userId !== null && (await hasHandIn(conflict.userId, actor.id));
    const refused = refuseDecider(conflict, step, { ...actor, madeByTheOneConcerned: handIn });
    if (refused) throw Problem.conflict(refused, REFUSALS[refused]);
    const liftProposedBy = status === 'LIFT_PROPOSED' ? actor.id : null;
    // what somebody says is so stands when a link is undone; a lift that is only proposed says nothing
    const withoutLink = status === 'LIFT_PROPOSED' ? conflict.withoutLink : null;
    const after = { ...conflict, status, withoutLink, liftProposedBy };
    await this.conflicts.update(after);
    this.record(after, step, reason);
    await this.carryOut.decision(conflict, after);
  }

  /** Enters a decision: who, when and why stand for good. */
  record({ id: conflictId, caseId, maracId }: Conflict, step: Decision['step'], reason: string): void {
    const { actor } = tx();
    this.decisions.insert({
      id: newId(),
      conflictId,
      caseId,
      maracId,
      step,
      reason,
      madeBy: `${actor.kind}:${actor.id}`,
    });
    this.audit.record({
      action: 'conflict.decided',
      subject: { kind: 'conflict', id: conflictId },
      maracId,
      code: step,
    });
  }
}

const REFUSALS: Record<DeciderRefusal, string> = {
  'second-person-needed': 'Somebody else must agree to what you proposed.',
  'not-independent': 'Somebody without a hand in this must decide it.',
};

function view({ madeAt, ...line }: NonNullable<Awaited<ReturnType<typeof lineById>>>): ConflictView {
  const decisions = line.decisions.map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
  return { ...line, decisions, madeAt: madeAt.toISOString() };
}
