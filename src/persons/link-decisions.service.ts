import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { actorName, Clusters } from './clusters.service.js';
import type { LinkProposalQuery, LinkProposalView } from './links.dto.js';
import { findProposals, oneDecisionAtATime, proposalById, type ProposalRow, settleProposal } from './links.queries.js';
import { decided, type LinkDecision } from './links.rules.js';
import { RecordsShown } from './records-shown.service.js';
import type { FoundPersonView } from './search.dto.js';

/**
 * Matches that wait for a person: the coordinator of the MARAC whose new record it is. Of an earlier record that another area keeps
 * they are told that it is there and whom to ask, as by a repeat check; one that must stay hidden from them is not there at all.
 */
@Injectable()
export class LinkDecisions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly clusters: Clusters,
    private readonly shown: RecordsShown,
  ) {}

  async list({ marac: maracId, ...query }: LinkProposalQuery): Promise<Page<LinkProposalView>> {
    const rows = await findProposals({ ...query, marac: maracId });
    const subject = { kind: 'register', id: 'link-proposals' };
    this.audit.record({ action: 'link-proposals.listed', subject, maracId });
    return pageOf(await this.views(rows), query.limit);
  }

  /**
   * One person, or two. What was rejected can be confirmed after all; a link is undone as a link.
   * @throws Problem 404; 409 `wrong-state`, `already-linked`, `told-apart`; 412 stale
   */
  async decide(id: string, version: number, decision: LinkDecision): Promise<LinkProposalView> {
    const before = await proposalById(id);
    if (!before || !tx().actor.may('links:decide', before.maracId)) throw Problem.notFound();
    await this.access.open(before.caseId, 'link-records');
    await this.uow.elevated(async () => {
      oneDecisionAtATime();
      const row = await proposalById(id);
      if (row?.version !== version) throw new StaleVersion();
      const status = decided(row.status, decision);
      if (!status) throw Problem.conflict('wrong-state', `What is ${row.status} does not allow this.`);
      if (status === 'CONFIRMED') await this.clusters.join(row, row);
      else await this.reject(row);
    });
    const { maracId } = before;
    const action = decision === 'CONFIRM' ? 'link.confirmed' : 'link.rejected';
    this.audit.record({ action, subject: { kind: 'link-proposal', id }, maracId });
    const after = await proposalById(id);
    if (!after) throw Problem.notFound();
    return (await this.views([after]))[0]!;
  }

  private async reject(row: ProposalRow): Promise<void> {
    if (await this.clusters.areOne(row))
      throw Problem.conflict('already-linked', 'These records are one person by other links: undo those first.');
    if ((await settleProposal(row.id, row.version, 'REJECTED', actorName())) === 0) throw new StaleVersion();
  }

  private async views(rows: readonly ProposalRow[]): Promise<LinkProposalView[]> {
    const seen = await this.shown.of(rows.flatMap(({ personId, otherId }) => [personId, otherId]));
    return rows.flatMap((row) => {
      const record = seen.get(row.personId);
      return record ? [view(row, record, seen.get(row.otherId) ?? null)] : [];
    });
  }
}

function view(row: ProposalRow, record: FoundPersonView, other: FoundPersonView | null): LinkProposalView {
  const { id, status, maracId, otherMarac, proposedAt, decidedAt, decidedBy, version } = row;
  const { certainty, evidence } = other ? row : { certainty: null, evidence: [] };
  const decision = { status, decidedAt: decidedAt?.toISOString() ?? null, decidedBy, version };
  const proposed = { proposedAt: proposedAt.toISOString(), certainty, evidence };
  return { id, maracId, record, other, otherMarac, ...proposed, ...decision };
}
