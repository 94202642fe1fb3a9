import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { AgendaOrigins } from '../meetings/agenda-origins.service.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { heardAt, receivedAs, tellHeard } from './receptions.queries.js';
import { TRANSFER_HEARD } from './transfers.events.js';

type Ids = Record<string, string>;

/** What becomes of a case that moved: its new agenda says where from, and the old area hears the day on which it was heard. */
@Injectable()
export class TransferFeedback {
  constructor(
    private readonly origins: AgendaOrigins,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  @Subscribes('case.listed', 'transfers.mark-where-from')
  async listed({ caseId = '' }: Ids): Promise<void> {
    const latest = (await receivedAs(caseId)).at(-1);
    if (latest) this.origins.mark(caseId, latest.fromMaracId);
  }

  /** A date alone goes back: not where, not how, not what came of it. */
  @Subscribes('case.heard', 'transfers.tell-heard')
  async heard({ caseId = '', agendaItemId = '' }: Ids): Promise<void> {
    const heardOn = await heardAt(agendaItemId);
    if (!heardOn) return;
    for (const { transferId, fromMaracId } of await receivedAs(caseId)) {
      if (!(await tellHeard(transferId, heardOn))) continue;
      this.outbox.publish({ name: TRANSFER_HEARD, ids: { transferId, maracId: fromMaracId } });
      const subject = { kind: 'transfer', id: transferId };
      this.audit.record({ action: 'transfer.heard-there', subject, maracId: fromMaracId });
    }
  }
}
