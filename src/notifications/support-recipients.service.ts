import { Injectable } from '@nestjs/common';
import { PERMISSIONS, type Role, ROLES } from '../identity/roles.rules.js';
import { SEES_REVIEW } from '../orders/orders.reader.js';
import { SEES_CONTACTS, SupportReader } from '../support/support.reader.js';
import { Recipients } from './recipients.service.js';
import { managersOfServices } from './service-managers.queries.js';

const RECORD_ORDERS: readonly Role[] = ROLES.filter((role) => PERMISSIONS[role].includes('orders:record'));

/** Who is told of what is owed to a victim. Only people who are active and see what the notice is about. */
@Injectable()
export class SupportRecipients {
  constructor(
    private readonly recipients: Recipients,
    private readonly support: SupportReader,
  ) {}

  /** Whoever holds the case, with who answers for the service; when nobody holds it, all its IDVAs. */
  async service(maracId: string, caseId: string): Promise<string[]> {
    const idvas = await this.recipients.holders(maracId, null, ['IDVA'], SEES_CONTACTS, caseId);
    const holder = await this.support.supporterOf(caseId);
    const asked = holder && idvas.includes(holder) ? [holder] : idvas;
    return [...new Set([...asked, ...(await managersOfServices(maracId, caseId))])];
  }

  /** IDVAs, and people of the agency that told us of the order, who may know of the review. */
  async ofReview(maracId: string, caseId: string, reviewId: string, sourceAgencyId: string | null): Promise<string[]> {
    const idvas = await this.recipients.holders(maracId, null, ['IDVA'], SEES_REVIEW, reviewId);
    const holder = await this.support.supporterOf(caseId);
    const asked = holder && idvas.includes(holder) ? [holder] : idvas;
    const source = sourceAgencyId
      ? await this.recipients.holders(maracId, sourceAgencyId, RECORD_ORDERS, SEES_REVIEW, reviewId)
      : [];
    return [...new Set([...asked, ...source])];
  }
}
