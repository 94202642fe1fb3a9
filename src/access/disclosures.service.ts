import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { Access } from './access.service.js';
import { CaseTexts } from './case-texts.service.js';
import { Disclosure } from './disclosure.entity.js';
import { disclosureLog } from './disclosure-view.rules.js';
import type { DisclosureRecorded, DisclosureView, NewDisclosure } from './disclosures.dto.js';
import { disclosuresOf, openingsOf } from './disclosures.queries.js';
import { Grants } from './grants.service.js';
import { basisRefusal, sharingRefusalInWords } from './sharing.rules.js';

/** The account of a case: who was told what, when and why, in the system and outside it. */
@Injectable()
export class Disclosures {
  private readonly disclosures = new Store(Disclosure);

  constructor(
    private readonly access: Access,
    private readonly grants: Grants,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
    private readonly texts: CaseTexts,
  ) {}

  /** All of it for who oversees or audits the case, otherwise what concerns the reader's agency. @throws Problem 404 */
  async list(caseId: string): Promise<DisclosureView[]> {
    const open = await this.access.open(caseId, 'account-for-sharing');
    if (!tx().actor.may('sharing:read', open.maracId)) throw Problem.notFound();
    const grants = await this.grants.known(open);
    const told = await disclosuresOf(caseId);
    const openings = await this.uow.elevated(() => openingsOf(caseId));
    return disclosureLog(grants, openings, told, open.shows('LOCATION_SAFE'));
  }

  /**
   * Records that somebody outside the system was told. One whose name tells where the victim is can be recorded by whoever told
   * them, and is read from then on by those alone who may see where the victim is.
   * @throws Problem 404; 403; 422 `not-yours-to-share`, `no-basis`, `no-condition`, `future-date`, `protected-address-in-text`
   */
  async record(caseId: string, input: NewDisclosure): Promise<DisclosureRecorded> {
    const open = await this.access.open(caseId, 'account-for-sharing');
    const { actor } = tx();
    if (!actor.may('disclosures:record', open.maracId) || !actor.agencyId) throw Problem.notAllowed();
    const { told, locates, labels, lawfulBasis, reason, channel, marking } = input;
    if (!labels.every((label) => open.shows(label)))
      throw Problem.at('/labels', 'not-yours-to-share', 'You may tell only what you see now.');
    const basis = basisRefusal(labels, lawfulBasis);
    if (basis) throw Problem.at('/lawfulBasis', basis, sharingRefusalInWords(basis));
    const toldAt = new Date(input.toldAt);
    if (toldAt > present()) throw Problem.at('/toldAt', 'future-date', 'This moment has not come yet.');
    // whose name locates the victim is shown to those alone who may know where that is
    await this.texts.check(caseId, { '/reason': reason, ...(!locates && { '/told': told }) });
    const { maracId } = open;
    const row = {
      ...{ id: newId(), caseId, maracId, told, labels, lawfulBasis, reason, channel, marking, toldAt },
      ...{ toldBy: actor.id, toldByAgency: actor.agencyId },
      label: locates ? ('LOCATION_SAFE' as const) : ('IDENTITY' as const),
    };
    await this.uow.elevated(async () => this.disclosures.insert(row));
    this.audit.record({
      action: 'disclosure.recorded',
      subject: { kind: 'case', id: caseId },
      maracId,
      labels,
      code: channel,
    });
    return { id: row.id };
  }
}
