import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { Access } from './access.service.js';
import { CaseTexts } from './case-texts.service.js';
import type { NeedView, NewNeed } from './needs.dto.js';
import { rolesIn } from './consents.queries.js';
import { caseUnderSignature, isExcluded } from './needs.queries.js';
import type { OpenCase } from './open-case.js';
import { COUNTS_FOR, labelsOf, type Relation } from './roles-relations.rules.js';

/** A need said once lasts as long as it takes to read, and is said again after that. */
const NEED_MINUTES = 60;

const PURPOSE = { NEED: 'need-to-know', AUDIT: 'audit' } as const satisfies Partial<Record<Relation, string>>;

/** Access on need: a chair to a protected address, an auditor to a case, for an hour, with a reason that stands on record. */
@Injectable()
export class Needs {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
    private readonly texts: CaseTexts,
  ) {}

  /**
   * @throws Problem 404 for a case that is hidden from a chair, that an auditor does not audit, that an exclusion shuts, or that never
   *   was; 403 for whoever is neither its chair nor an auditor who represents nobody; 422 `not-for-your-role` for other kinds of information,
   *   and to a chair `protected-address-in-text`: an auditor does not see the case yet, and learns nothing of its addresses
   */
  async state(caseId: string, { labels, reason }: NewNeed): Promise<NeedView> {
    const { actor } = tx();
    const audits = !actor.may('referrals:read'); // whoever represents an agency anywhere audits nobody
    const open = audits ? await this.audited(caseId) : await this.chaired(caseId);
    const relation = audits ? 'AUDIT' : 'NEED';
    if (!labels.every((label) => labelsOf(relation).includes(label)))
      throw Problem.at('/labels', 'not-for-your-role', 'Your role may not ask for this.');
    if (!audits) await this.texts.check(caseId, { '/reason': reason });
    const endsAt = new Date(present().getTime() + NEED_MINUTES * 60_000);
    const purpose = PURPOSE[relation];
    const sharing = {
      with: { userId: actor.id },
      labels: [...new Set(audits ? [...labels, 'IDENTITY' as const] : labels)],
      purpose,
      reason,
      endsAt,
      exportable: false,
    };
    await this.uow.elevated(async () => this.access.share(open, sharing));
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'need.stated', subject, maracId: open.maracId, purpose, labels });
    return { labels: sharing.labels, until: endsAt.toISOString() };
  }

  private async chaired(caseId: string): Promise<OpenCase> {
    const open = await this.access.open(caseId, 'state-need');
    const roles = await rolesIn(tx().actor.id, open.maracId);
    if (!roles.some((role) => COUNTS_FOR[role].includes('NEED'))) throw Problem.notAllowed();
    return open;
  }

  private async audited(caseId: string): Promise<OpenCase> {
    const { actor } = tx();
    if (!actor.agencyId || (await isExcluded(caseId))) throw Problem.notFound();
    const { agencyId } = actor;
    const spine = await this.uow.elevated(() => caseUnderSignature(caseId, agencyId));
    if (!spine || !actor.may('audit:read', spine.maracId)) throw Problem.notFound();
    return this.access.decideOn(spine, 'state-need');
  }
}
