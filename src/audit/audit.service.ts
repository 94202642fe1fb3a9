import { Injectable } from '@nestjs/common';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { AuditEvent } from './audit-event.entity.js';

/** What is recorded; the actor is taken from the unit of work. */
export interface Deed {
  /** verb of the domain with its noun: `case.opened`, `referral.submitted` */
  action: string;
  subject: { kind: string; id: string };
  maracId?: string | null;
  purpose?: string;
  labels?: readonly string[];
  code?: string;
}

/** Records deeds in the transaction that does them, so that no byte leaves and nothing changes without its line. */
@Injectable()
export class Audit {
  private readonly events = new Store(AuditEvent, true);

  record(deed: Deed): void {
    const { actor } = tx();
    this.events.insert({
      id: newId(),
      actorKind: actor.kind,
      actorId: actor.id,
      agencyId: actor.agencyId,
      maracId: deed.maracId ?? null,
      action: deed.action,
      subjectKind: deed.subject.kind,
      subjectId: deed.subject.id,
      purpose: deed.purpose ?? null,
      labels: deed.labels ? [...deed.labels] : null,
      outcome: 'DONE',
      code: deed.code ?? null,
      reference: null,
    });
  }
}
