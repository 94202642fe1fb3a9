import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { secondFactorNeeded } from '../platform/http/gate.js';
import { Problem } from '../platform/http/problem.js';
import { ReplayGuard, type Shown } from '../platform/idempotency/replay-guard.js';
import { openedCases } from './opened-cases.js';

interface Seen {
  caseId: string;
  maracId: string;
  labels: string[];
}

/**
 * An answer is given again only to whom the protocol shows now what it showed then: every case that was opened for it or is named
 * in it, with every kind of information. A conflict of interest declared meanwhile makes it what the case is: not there.
 */
@Injectable()
export class CaseReplays extends ReplayGuard {
  constructor(private readonly audit: Audit) {
    super();
  }

  /** A case that was opened and is hidden by now (its reader declared a conflict) stays on the list, with nothing to show. */
  async note(answer: unknown): Promise<Shown> {
    const own = openedCases();
    const seen = await seenOf([...new Set([...own, ...caseIdsIn(answer)])]);
    return Object.fromEntries([
      ...own.map((caseId) => [caseId, []] as const),
      ...seen.map(({ caseId, labels }) => [caseId, labels] as const),
    ]);
  }

  async admit(shown: Shown, shownFresh: boolean): Promise<void> {
    const now = new Map((await seenOf(Object.keys(shown))).map((seen) => [seen.caseId, seen]));
    const fresh = tx().actor.secondFactorFresh(new Date());
    for (const [caseId, labels] of Object.entries(shown)) {
      const seen = now.get(caseId);
      if (!seen || labels.length === 0 || labels.some((label) => !seen.labels.includes(label)))
        throw Problem.notFound();
      if (labels.includes('LOCATION_SAFE') && shownFresh && !fresh) throw secondFactorNeeded();
      const subject = { kind: 'case', id: caseId };
      this.audit.record({
        action: 'case.shown-again',
        subject,
        maracId: seen.maracId,
        purpose: 'repeat-answer',
        labels,
      });
    }
  }
}

async function seenOf(caseIds: readonly string[]): Promise<Seen[]> {
  if (caseIds.length === 0) return [];
  const rows = await tx().query<Seen>(
    `select v.case_id as "caseId", v.marac_id as "maracId", v.labels from access.visible v where v.case_id = any ($1::uuid[])`,
    [caseIds],
  );
  return rows.filter(({ labels }) => labels.length > 0);
}

/** Values of every `caseId` in an answer, at any depth. */
export function caseIdsIn(answer: unknown): string[] {
  if (Array.isArray(answer)) return answer.flatMap(caseIdsIn);
  if (typeof answer !== 'object' || answer === null || answer instanceof Date || Buffer.isBuffer(answer)) return [];
  return Object.entries(answer).flatMap(([name, value]) =>
    name === 'caseId' && typeof value === 'string' && isId(value) ? [value] : caseIdsIn(value),
  );
}
