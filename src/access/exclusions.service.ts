import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Exclusion } from './access.entity.js';

/** Who must find nothing of a case, and which decision says so. */
export type Shutting = Omit<Exclusion, 'id' | 'userId' | 'agencyId' | 'exceptUserIds'> &
  ({ userId: string } | { agencyId: string; exceptUserIds: string[] });

/**
 * What carries out a decision on a conflict of interest or a restriction: from the commit on, every list, count and page of the
 * person or agency leaves the case out, on open sessions too, since each unit of work asks anew. For the system alone: the room
 * that decides runs it elevated.
 */
@Injectable()
export class Exclusions {
  private readonly exclusions = new Store(Exclusion);

  constructor(private readonly audit: Audit) {}

  exclude(shutting: Shutting): void {
    const { caseId, maracId, cause, causeId } = shutting;
    const whom =
      'userId' in shutting
        ? { userId: shutting.userId, agencyId: null, exceptUserIds: [] }
        : { userId: null, agencyId: shutting.agencyId, exceptUserIds: shutting.exceptUserIds };
    this.exclusions.insert({ id: newId(), caseId, maracId, cause, causeId, ...whom });
    this.audit.record({ action: 'case.closed-to', subject: { kind: 'case', id: caseId }, maracId, code: cause });
  }

  /** Ends what a decision brought about. Number of exclusions that ended. */
  async lift(causeId: string): Promise<number> {
    const lifted = await tx().query<{ caseId: string; maracId: string; cause: string }>(
      `update access.exclusions set lifted_at = now() where cause_id = $1 and lifted_at is null
       returning case_id as "caseId", marac_id as "maracId", cause`,
      [causeId],
    );
    for (const { caseId, maracId, cause } of lifted)
      this.audit.record({ action: 'case.reopened-to', subject: { kind: 'case', id: caseId }, maracId, code: cause });
    return lifted.length;
  }
}
