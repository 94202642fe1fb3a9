import { Injectable } from '@nestjs/common';
import { Actor } from '../platform/db/actor.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type Refusal, RefusalRecorder } from '../platform/http/refusal-recorder.js';
import { AuditEvent } from './audit-event.entity.js';

const ANONYMOUS = Actor.system('anonymous');

/** Refusals and failures leave a line too, in a transaction of their own, since the one they belong to is undone. */
@Injectable()
export class Refusals extends RefusalRecorder {
  private readonly events = new Store(AuditEvent);

  constructor(private readonly uow: UnitOfWork) {
    super();
  }

  async record({ actor, route, status, code, reference }: Refusal): Promise<void> {
    await this.uow.apart(actor ?? ANONYMOUS, async () => {
      this.events.insert({
        id: newId(),
        actorKind: actor?.kind ?? 'anonymous',
        actorId: actor?.id ?? 'anonymous',
        agencyId: actor?.agencyId ?? null,
        maracId: null,
        action: 'request.refused',
        subjectKind: 'route',
        subjectId: route,
        purpose: null,
        labels: null,
        outcome: status >= 500 ? 'FAILED' : 'REFUSED',
        code,
        reference,
      });
    });
  }
}
