import { Injectable } from '@nestjs/common';
import { Exclusions } from '../access/exclusions.service.js';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Conflict } from './conflict.entity.js';
import {
  afterFinding, type Evidence, type Found, isCertain, isClosed, type Nature, withoutLink,
} from './conflict.rules.js'; // prettier-ignore
import { CONFLICT_FOUND } from './conflicts.events.js';
import { holdsRole, lineAbout } from './conflicts.queries.js';

/** A referral and somebody's declaration at one moment: whoever sends it again finds the other there, and is told nothing of it. */
registerConstraint('conflict_of_a_person', {
  status: 503,
  code: 'busy',
  title: 'This could not be done just now. Try again.',
});

/** Who is not to find what, and why. */
export interface Finding extends Found {
  caseId: string;
  maracId: string;
  userId: string | null;
  agencyId: string | null;
  exceptUserIds: string[];
  nature: Nature;
  evidence: readonly Evidence[];
  /** people of the case whom it is about */
  personIds: readonly string[];
}

const union = <T>(one: readonly T[], more: readonly T[]): T[] => [...new Set([...one, ...more])];

/** Enters what was found in the register and closes the case in the same unit of work. For the system: call it elevated. */
@Injectable()
export class ConflictBook {
  private readonly conflicts = new Store(Conflict);

  constructor(
    private readonly exclusions: Exclusions,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** True when it closed a case that was open to them. A mere namesake counts among the people of the MARAC alone. */
  async enter(finding: Finding): Promise<boolean> {
    const before = await lineAbout(finding.caseId, finding);
    if (!before && !isCertain(finding.evidence) && !(await holdsRole(finding.userId, finding.maracId))) return false;
    const status = afterFinding(before ?? null, finding);
    if (status === null) return false;
    const { actor } = tx();
    const line: Conflict = before
      ? { ...before, status, withoutLink: withoutLink(before, finding, status), ...merged(before, finding) }
      : {
          ...lineOf(finding),
          id: newId(),
          status,
          withoutLink: withoutLink(null, finding, status),
          madeBy: `${actor.kind}:${actor.id}`,
          liftProposedBy: null,
          version: 1,
        };
    if (before) await this.conflicts.update(line);
    else this.conflicts.insert(line);
    const closes = isClosed(status) && !(before && isClosed(before.status));
    if (closes) this.close(line);
    if (!before || before.status !== status) this.announce(line);
    return closes;
  }

  /** Closes the case to whom the line names; nobody is told but those who decide. */
  close({ id: causeId, caseId, maracId, userId, agencyId, exceptUserIds, evidence }: Conflict): void {
    const cause = evidence.includes('RESTRICTION') ? 'RESTRICTION' : 'CONFLICT';
    const whom = userId !== null ? { userId } : { agencyId: agencyId!, exceptUserIds };
    this.exclusions.exclude({ caseId, maracId, cause, causeId, ...whom });
  }

  private announce({ id: conflictId, caseId, maracId, status }: Conflict): void {
    if (status === 'PROVISIONAL' || status === 'QUESTION')
      this.outbox.publish({ name: CONFLICT_FOUND, ids: { conflictId, caseId, maracId } });
    const subject = { kind: 'conflict', id: conflictId };
    this.audit.record({ action: 'conflict.found', subject, maracId, code: status });
  }
}

function lineOf({ caseId, maracId, userId, agencyId, exceptUserIds, nature, ...found }: Finding) {
  const { evidence, tieIds, personIds } = found;
  const about = { evidence: [...evidence], tieIds: [...tieIds], personIds: [...personIds] };
  return { caseId, maracId, userId, agencyId, exceptUserIds, nature, ...about };
}

function merged(before: Conflict, found: Finding): Pick<Conflict, 'evidence' | 'tieIds' | 'personIds'> {
  return {
    evidence: union(before.evidence, found.evidence),
    tieIds: union(before.tieIds, found.tieIds),
    personIds: union(before.personIds, found.personIds),
  };
}
