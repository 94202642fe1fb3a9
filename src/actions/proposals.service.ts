import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { byActor } from './action-hand.service.js';
import type { Action } from './action.entity.js';
import { ActionOwners } from './action-owners.service.js';
import { Catalogues } from './catalogues.service.js';
import type { NewProposal, ProposalView, TurningDown } from './lifecycle.dto.js';
import { Proposal } from './lifecycle.entity.js';
import { described } from './new-action.js';
import { answerProposal, proposalById, type ProposalRow, proposalsOf } from './proposals.queries.js';

/** What somebody who knows the case thinks should be done. It becomes an action when whoever sets actions takes it up. */
@Injectable()
export class Proposals {
  private readonly proposals = new Store(Proposal);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly owners: ActionOwners,
    private readonly catalogues: Catalogues,
    private readonly freeText: FreeText,
  ) {}

  /** @throws Problem 404; 403; 422 `unknown`, `retired`, `required`, `not-smart`, `agency-left`, `protected-address-in-text` */
  async propose(caseId: string, input: NewProposal): Promise<ProposalView> {
    const { maracId } = await this.access.open(caseId, 'record-action');
    const { actor } = tx();
    const agencyId = input.ownerAgencyId ?? actor.agencyId;
    if (!actor.may('actions:update', maracId) || !actor.agencyId || !agencyId) throw Problem.notAllowed();
    const { text, target, catalogueCode } = described(input, await this.catalogues.of(maracId));
    const { riskAddressed = '', ownerPost: post = '', because = '', dueOn = null } = input;
    await this.freeText.check(caseId, {
      ...{ '/text': input.text, '/riskAddressed': riskAddressed, '/ownerPost': post, '/because': because },
    });
    await this.owners.check(maracId, { ownerAgencyId: agencyId });
    const id = newId();
    this.proposals.insert({
      ...{ id, caseId, maracId, catalogueCode, text, riskAddressed, target, agencyId, post, dueOn, because },
      ...{ status: 'PROPOSED', actionId: null, answer: '', answeredBy: null, answeredAt: null },
      ...{ proposedBy: byActor(actor), byAgencyId: actor.agencyId, version: 1 },
    });
    this.record('action.proposed', id, maracId);
    return this.view(id);
  }

  /** @throws Problem 404 */
  async list(caseId: string): Promise<ProposalView[]> {
    const { maracId } = await this.access.open(caseId, 'read-case');
    if (!tx().actor.may('actions:read', maracId)) throw Problem.notAllowed();
    this.audit.record({ action: 'action-proposals.listed', subject: { kind: 'case', id: caseId }, maracId });
    return (await proposalsOf(caseId)).map(asView);
  }

  /** @throws Problem 404; 403; 409 `already-answered`; 412 stale; 422 `protected-address-in-text` */
  async turnDown(id: string, version: number, { reason }: TurningDown): Promise<ProposalView> {
    const found = await this.readable(id);
    await this.freeText.check(found.caseId, { '/reason': reason });
    if (found.status !== 'PROPOSED') throw answered();
    const end = { status: 'TURNED_DOWN', actionId: null, answer: reason, by: byActor(tx().actor) } as const;
    if (!(await answerProposal(id, version, end))) throw new StaleVersion();
    this.record('action-proposal.turned-down', id, found.maracId);
    return this.view(id);
  }

  /** @throws Problem 422 `unknown` when it is no proposal of the case; 409 `already-answered` */
  async takeUp(id: string, { id: actionId, caseId, maracId }: Action): Promise<void> {
    const found = await proposalById(id);
    if (found?.caseId !== caseId) throw Problem.at('/proposalId', 'unknown', 'No such proposal of this case.');
    const end = { status: 'AGREED', actionId, answer: '', by: byActor(tx().actor) } as const;
    if (!(await answerProposal(id, null, end))) throw answered();
    this.record('action-proposal.taken-up', id, maracId);
  }

  private async readable(id: string): Promise<ProposalRow> {
    const found = await proposalById(id);
    if (!found) throw Problem.notFound();
    await this.access.open(found.caseId, 'record-action');
    if (!tx().actor.may('actions:set', found.maracId)) throw Problem.notAllowed();
    return found;
  }

  private async view(id: string): Promise<ProposalView> {
    const found = await proposalById(id);
    if (!found) throw new Error('the proposal just written is not there');
    return asView(found);
  }

  private record(action: string, id: string, maracId: string): void {
    this.audit.record({ action, subject: { kind: 'action-proposal', id }, maracId });
  }
}

const answered = () => Problem.conflict('already-answered', 'This proposal was taken up or turned down before.');

function asView(row: ProposalRow): ProposalView {
  const { id, caseId, catalogueCode, text, riskAddressed, target, ownerAgencyId, ownerAgency, ownerPost, dueOn } = row;
  const { because, status, actionId, answer, proposedBy, byAgency, version } = row;
  const asked = { catalogueCode, text, riskAddressed, target, ownerAgencyId, ownerAgency, ownerPost, dueOn, because };
  const proposedAt = row.proposedAt.toISOString();
  return { id, caseId, ...asked, status, actionId, answer, proposedBy, byAgency, proposedAt, version };
}
