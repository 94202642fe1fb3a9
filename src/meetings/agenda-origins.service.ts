import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';

/** Where a case came from, as the agenda marks it (MARAC-to-MARAC guidance). */
@Injectable()
export class AgendaOrigins {
  /** Marks a case on the lists on which it waits. Whoever calls this calls it again when the case is listed anew. */
  mark(caseId: string, fromMaracId: string): void {
    tx().write(
      `update meetings.agenda_items i set came_from_marac_id = $2
        where i.case_id = $1 and i.status = 'LISTED' and i.came_from_marac_id is distinct from $2`,
      [caseId, fromMaracId],
    );
  }
}
