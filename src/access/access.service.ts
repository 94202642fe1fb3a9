import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { CaseSpine, Grant, type Origin } from './access.entity.js';
import { newCaseRef } from './case-ref.js';
import { type Label, LABELS } from './labels.js';
import { type LawfulBasis, USUAL_BASIS } from './lawful-basis.rules.js';
import { noteOpened } from './opened-cases.js';
import { cutKey, type OpenCase } from './open-case.js';
import { visibleCase } from './visible.queries.js';

/** Drawn by lot (ADR 7): whoever asks again draws another. */
registerConstraint('case_ref_is_taken', {
  status: 503,
  code: 'busy',
  title: 'This could not be done just now. Try again.',
});

/** Why a case is opened, in the words of the protocol. */
export type Purpose =
  | 'prepare-meeting' | 'read-case' | 'record-action' | 'screen-referral' | 'explain-access' | 'assess-risk' | 'raise-alert'
  | 'share-case' | 'account-for-sharing' | 'record-consent' | 'state-need'
  | 'hold-meeting'
  | 'declare-conflict' | 'decide-conflict' | 'link-records' | 'protect-life' | 'acknowledge-flag'; // prettier-ignore

/** A sharing decision to be written. What is not said takes its usual value. */
export interface Sharing {
  with: { agencyId: string } | { userId: string };
  labels: readonly Label[];
  purpose: string;
  reason: string;
  /** what gave rise to it; somebody's decision when nothing else did */
  origin?: Origin;
  originId?: string;
  lawfulBasis?: readonly LawfulBasis[];
  /** at once when not given */
  startsAt?: Date;
  endsAt?: Date;
  exportable?: boolean;
  consentId?: string;
}

@Injectable()
export class Access {
  private readonly cases = new Store(CaseSpine);
  private readonly grants = new Store(Grant);

  constructor(
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  /**
   * Opens a case for the current reader: what the protocol lets them see, recorded with the purpose before any of it is read.
   * @throws Problem 404 alike for a case that is hidden and one that never was
   */
  async open(caseId: string, purpose: Purpose): Promise<OpenCase> {
    const found = await visibleCase(caseId);
    if (!found || found.labels.length === 0) throw Problem.notFound();
    const open = cutKey({ caseId, ...found, fresh: tx().actor.secondFactorFresh(new Date()) });
    const { maracId, labels } = open;
    noteOpened(caseId);
    this.audit.record({ action: 'case.opened', subject: { kind: 'case', id: caseId }, maracId, purpose, labels });
    return open;
  }

  /**
   * Founds a case in a MARAC; its first sharing decisions must follow in the same unit of work. Its id is random, not ordered by
   * time: whoever refers is told which case the referral belongs to, and must not read from it that the case is an old one.
   */
  found(maracId: string, maracCode: string): OpenCase {
    const spine: CaseSpine = { id: randomUUID(), maracId, ref: newCaseRef(maracCode) };
    this.cases.insert(spine);
    this.audit.record({ action: 'case.founded', subject: { kind: 'case', id: spine.id }, maracId });
    return whole(spine);
  }

  /**
   * The key to a case that a new referral joins. For intake alone, which decides as the system and shows nothing of the case:
   * hence no look at what the protocol lets the referrer see.
   */
  rejoin({ id, maracId, ref }: CaseSpine): OpenCase {
    this.audit.record({ action: 'case.rejoined', subject: { kind: 'case', id }, maracId, purpose: 'refer' });
    return whole({ id, maracId, ref });
  }

  /** An id and a reference of no case: what a referrer is answered for whom the case that their referral joined is not there. */
  refToNothing(maracCode: string): { caseId: string; ref: string } {
    return { caseId: newId(), ref: newCaseRef(maracCode) };
  }

  /**
   * The key to a case that somebody opens in an emergency, for the sharing decision that goes with it. For break-glass alone, which
   * decides as the system whether they may.
   */
  breakGlass({ id, maracId, ref }: CaseSpine): OpenCase {
    this.audit.record({ action: 'case.glass-broken', subject: { kind: 'case', id }, maracId, purpose: 'protect-life' });
    return whole({ id, maracId, ref });
  }

  /**
   * The key with which the system shares what two areas agreed on. It shows whoever is at work nothing of the case, so nothing is
   * recorded as seen.
   */
  handOver({ id, maracId, ref }: CaseSpine): OpenCase {
    this.audit.record({ action: 'case.handed-over', subject: { kind: 'case', id }, maracId, purpose: 'transfer' });
    return whole({ id, maracId, ref });
  }

  /**
   * The key for deciding, as the system, whether somebody to whom a case is hidden may see it; nothing of it is shown. Whoever
   * calls this has made sure that no exclusion stands in the way.
   */
  decideOn({ id, maracId, ref }: CaseSpine, purpose: Purpose): OpenCase {
    this.audit.record({ action: 'case.decided-on', subject: { kind: 'case', id }, maracId, purpose });
    return whole({ id, maracId, ref });
  }

  /** Writes a sharing decision and gives its id. The row is its own record: nobody can change it, and it names who decided, when and why. */
  share(open: OpenCase, sharing: Sharing): string {
    const grantee = 'agencyId' in sharing.with ? sharing.with.agencyId : sharing.with.userId;
    const id = newId();
    this.grants.insert({
      id,
      caseId: open.caseId,
      maracId: open.maracId,
      granteeId: grantee,
      granteeKind: 'agencyId' in sharing.with ? 'AGENCY' : 'USER',
      labels: [...sharing.labels],
      purpose: sharing.purpose,
      lawfulBasis: [...(sharing.lawfulBasis ?? USUAL_BASIS)],
      reason: sharing.reason,
      decidedBy: `${tx().actor.kind}:${tx().actor.id}`,
      startsAt: sharing.startsAt ?? 'now',
      endsAt: sharing.endsAt ?? 'infinity',
      origin: sharing.origin ?? 'DECISION',
      originId: sharing.originId ?? null,
      exportable: sharing.exportable ?? true,
      consentId: sharing.consentId ?? null,
    });
    return id;
  }

  /**
   * Ends the sharing decisions that something gave rise to, now that it is over: an action closed, a case taken off a list. What the
   * same agency holds for another reason stands. Whoever ends the thing need not be able to revoke. Number of decisions that ended.
   */
  endOrigin(originId: string, because: string): Promise<number> {
    const by = `${tx().actor.kind}:${tx().actor.id}`;
    return this.uow.elevated(() =>
      tx().change(
        `update access.grants set revoked_at = now(), revoked_by = $2, revoked_because = $3
          where origin_id = $1 and revoked_at is null and ends_at > now()`,
        [originId, by, because],
      ),
    );
  }
}

/** The key of whoever decides as the system and shows nothing: intake, and what it founds. */
function whole({ id, maracId, ref }: CaseSpine): OpenCase {
  return cutKey({ caseId: id, maracId, ref, labels: LABELS, fresh: true, exportable: false });
}
