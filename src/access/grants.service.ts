import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { ROLES } from '../identity/roles.rules.js';
import { Access, type Sharing } from './access.service.js';
import { CaseTexts } from './case-texts.service.js';
import { Consents } from './consents.service.js';
import { grantView } from './grant-view.rules.js';
import type { GrantView, NewGrant } from './grants.dto.js';
import {
  coordinates,
  grantOf,
  type GrantRow,
  grantsOf,
  knowsWhom,
  personToShareWith,
  revokeGrant,
} from './grants.queries.js';
import type { OpenCase } from './open-case.js';
import { COUNTS_FOR } from './roles-relations.rules.js';
import { decideSharing, sharingRefusalInWords } from './sharing.rules.js';

/** Roles to whose holders a case can be shared in person. */
const SEE_CASES = ROLES.filter((role) => COUNTS_FOR[role].includes('ACTION'));

/** With whom, and the agency they belong to. */
interface Grantee {
  grantee: Sharing['with'];
  agencyId: string;
}

/** Sharing decisions that people make and end by hand, and the list of all there are on a case. */
@Injectable()
export class Grants {
  constructor(
    private readonly access: Access,
    private readonly consents: Consents,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
    private readonly texts: CaseTexts,
  ) {}

  /** Sharing decisions on a case, in force and ended: all for who oversees or audits it, otherwise those with the reader's agency. */
  async list(caseId: string): Promise<GrantView[]> {
    const open = await this.access.open(caseId, 'account-for-sharing');
    if (!tx().actor.may('sharing:read', open.maracId)) throw Problem.notFound();
    return (await this.known(open)).map((row) => grantView(row, open.shows('LOCATION_SAFE')));
  }

  /** Rows that the reader may know of; an auditor, who may read the case, of all of them. */
  async known(open: OpenCase): Promise<GrantRow[]> {
    const audits = tx().actor.may('audit:read', open.maracId);
    return audits ? this.uow.elevated(() => grantsOf(open.caseId)) : grantsOf(open.caseId);
  }

  /**
   * Shares kinds of information on a case with an agency or a person.
   * @throws Problem 404; 403; 422 `required`, `not-both`, `unknown`, `sees-no-case`, `not-yours-to-share`, `needs-identity`, `no-basis`, `no-condition`,
   *   `not-yourself`, `in-the-past`, `protected-address-in-text`, `consent-record-needed` and its like
   */
  async share(caseId: string, input: NewGrant): Promise<GrantView> {
    const open = await this.access.open(caseId, 'share-case');
    const { actor } = tx();
    if (!actor.may('sharing:decide', open.maracId)) throw Problem.notAllowed();
    await this.texts.check(caseId, { '/reason': input.reason });
    const { grantee, agencyId } = await this.grantee(open, input);
    const { labels, lawfulBasis, purpose, reason, consentId } = input;
    const endsAt = input.until ? new Date(input.until) : undefined;
    const decider = { labels: open.labels, coordinates: await coordinates(open.maracId) };
    const withOneself = 'userId' in grantee && grantee.userId === actor.id;
    const told = await knowsWhom(caseId, 'userId' in grantee ? [agencyId, grantee.userId] : [agencyId]);
    const proposed = { labels, lawfulBasis, withOneself, knowsWhom: told, until: endsAt ?? null };
    const refused = decideSharing(proposed, decider, present());
    if (refused) throw Problem.at(`/${refused.field}`, refused.refused, sharingRefusalInWords(refused.refused));
    await this.consents.mayShare(open, { agencyId, labels }, consentId);
    const id = this.access.share(open, { with: grantee, labels, purpose, reason, lawfulBasis, endsAt, consentId });
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'sharing.decided', subject, maracId: open.maracId, purpose, labels });
    return this.view(open, id);
  }

  /** Ends a sharing decision: it shows nothing from the next request on. @throws Problem 404; 403; 409 `already-ended`; 422 */
  async revoke(caseId: string, grantId: string, reason: string): Promise<GrantView> {
    const open = await this.access.open(caseId, 'share-case');
    const { actor } = tx();
    if (!actor.may('sharing:decide', open.maracId)) throw Problem.notAllowed();
    const grant = await grantOf(caseId, grantId);
    if (!grant) throw Problem.notFound();
    await this.texts.check(caseId, { '/reason': reason });
    if (!(await revokeGrant(grantId, `${actor.kind}:${actor.id}`, reason)))
      throw Problem.conflict('already-ended', 'This sharing decision ended before.');
    const { purpose, labels } = grant;
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action: 'sharing.revoked', subject, maracId: open.maracId, purpose, labels });
    return this.view(open, grantId);
  }

  /** With whom, checked: a member agency, or a person with a role in the MARAC by which a case can be shared. */
  private async grantee({ maracId }: OpenCase, { agencyId, userId }: NewGrant): Promise<Grantee> {
    if (agencyId && userId) throw Problem.at('/userId', 'not-both', 'Share with an agency or with a person.');
    if (userId) {
      const person = await personToShareWith(userId, maracId, SEE_CASES);
      if (!person) throw Problem.at('/userId', 'unknown', 'There is no such person in this MARAC.');
      if (!person.seesCases) throw Problem.at('/userId', 'sees-no-case', 'No case is shared with people of that role.');
      return { grantee: { userId }, agencyId: person.agencyId };
    }
    if (!agencyId) throw Problem.at('/agencyId', 'required', 'This must be given, or userId.');
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some(({ id }) => id === agencyId))
      throw Problem.at('/agencyId', 'unknown', 'The agency does not belong to this MARAC.');
    return { grantee: { agencyId }, agencyId };
  }

  private async view(open: OpenCase, grantId: string): Promise<GrantView> {
    const row = await grantOf(open.caseId, grantId);
    if (!row) throw new Error('the sharing decision just written is not there');
    return grantView(row, open.shows('LOCATION_SAFE'));
  }
}
