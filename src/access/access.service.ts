import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { CaseSpine, Grant, Signature } from './access.entity.js';
import { newCaseRef } from './case-ref.js';
import { type Label, LABELS } from './labels.js';
import { cutKey, type OpenCase } from './open-case.js';

/** Why a case is opened, in the words of the protocol. */
export type Purpose =
  | 'prepare-meeting' | 'read-case' | 'record-action' | 'screen-referral' | 'explain-access' | 'assess-risk' | 'raise-alert'; // prettier-ignore

/** A sharing decision to be written. */
export interface Sharing {
  with: { agencyId: string } | { userId: string };
  labels: readonly Label[];
  purpose: string;
  reason: string;
}

/** A power to disclose, used where nothing more special is recorded (Crime and Disorder Act 1998 s115; UK GDPR Art 6(1)(e)). */
const LAWFUL_BASIS = 'CDA1998-S115 UKGDPR-6-1-E';

@Injectable()
export class Access {
  private readonly cases = new Store(CaseSpine);
  private readonly grants = new Store(Grant);
  private readonly signatures = new Store(Signature);

  constructor(private readonly audit: Audit) {}

  /**
   * Opens a case for the current reader: what the protocol lets them see, recorded with the purpose before any of it is read.
   * @throws Problem 404 alike for a case that is hidden and one that never was
   */
  async open(caseId: string, purpose: Purpose): Promise<OpenCase> {
    const found = await tx().one<{ maracId: string; ref: string; labels: Label[] }>(
      'select v.marac_id as "maracId", v.ref, v.labels from access.visible v where v.case_id = $1',
      [caseId],
    );
    if (!found || found.labels.length === 0) throw Problem.notFound();
    this.audit.record({
      action: 'case.opened',
      subject: { kind: 'case', id: caseId },
      maracId: found.maracId,
      purpose,
      labels: found.labels,
    });
    return cutKey(caseId, found.maracId, found.ref, found.labels);
  }

  /** Founds a case in a MARAC; its first sharing decisions must follow in the same unit of work. */
  found(maracId: string, maracCode: string): OpenCase {
    const spine: CaseSpine = { id: newId(), maracId, ref: newCaseRef(maracCode) };
    this.cases.insert(spine);
    this.audit.record({ action: 'case.founded', subject: { kind: 'case', id: spine.id }, maracId });
    return cutKey(spine.id, maracId, spine.ref, LABELS);
  }

  /**
   * The key to a case that a new referral joins. For intake alone, which decides as the system and shows nothing of the case:
   * hence no look at what the protocol lets the referrer see.
   */
  rejoin({ id, maracId, ref }: CaseSpine): OpenCase {
    this.audit.record({ action: 'case.rejoined', subject: { kind: 'case', id }, maracId, purpose: 'refer' });
    return cutKey(id, maracId, ref, LABELS);
  }

  /** Writes a sharing decision. The row is its own record: nobody can change it, and it names who decided, when and why. */
  share(open: OpenCase, sharing: Sharing): void {
    const grantee = 'agencyId' in sharing.with ? sharing.with.agencyId : sharing.with.userId;
    this.grants.insert({
      id: newId(),
      caseId: open.caseId,
      maracId: open.maracId,
      granteeId: grantee,
      granteeKind: 'agencyId' in sharing.with ? 'AGENCY' : 'USER',
      labels: [...sharing.labels],
      purpose: sharing.purpose,
      lawfulBasis: LAWFUL_BASIS,
      reason: sharing.reason,
      decidedBy: `${tx().actor.kind}:${tx().actor.id}`,
    });
  }

  /** An agency signs a MARAC's protocol. */
  sign(signature: Omit<Signature, 'id'>): void {
    this.signatures.insert({ id: newId(), ...signature });
    this.audit.record({
      action: 'protocol.signed',
      subject: { kind: 'agency', id: signature.agencyId },
      maracId: signature.maracId,
    });
  }
}
