import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { Clusters } from './clusters.service.js';
import type { LinksView, LinkView } from './links.dto.js';
import { oneDecisionAtATime } from './links.queries.js';
import { linkOf, type LinkRow, linksOf, shutToReader, undoLink } from './record-links.queries.js';
import { RecordsShown } from './records-shown.service.js';
import { caseOf } from './search.queries.js';

/** What stands for a link that no match proposed: somebody who saw both records knew. */
const KNOWN = { certainty: 'POSSIBLE', evidence: ['decided by a person'] } as const;

/** Links between records of a person, for coordinators of the MARAC of either record. */
@Injectable()
export class LinksService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly clusters: Clusters,
    private readonly shown: RecordsShown,
  ) {}

  /** @throws Problem 404 alike for a record that is hidden and one that never was */
  async list(personId: string): Promise<LinksView> {
    await this.mayDecide(personId);
    const shut = await shutToReader();
    const rows = await this.uow.elevated(() => linksOf(personId, shut));
    return { items: await this.views(rows) };
  }

  /**
   * Links two records that the reader sees. It can be undone, and leaves both as they are.
   * @throws Problem 404; 422 `same-record`, `unknown`; 409 `already-linked`, `told-apart`
   */
  async link(personId: string, otherId: string): Promise<LinkView> {
    const of = await this.mayDecide(personId);
    if (otherId === personId) throw Problem.at('/otherId', 'same-record', 'This is the record itself.');
    if (!(await caseOf(otherId))) throw Problem.at('/otherId', 'unknown', 'There is no such record that you may see.');
    const linkId = await this.uow.elevated(() => {
      oneDecisionAtATime();
      return this.clusters.join({ personId, otherId, ...KNOWN }, of);
    });
    this.audit.record({ action: 'link.made', subject: { kind: 'link', id: linkId }, maracId: of.maracId });
    return (await this.views([await this.found(personId, linkId)]))[0]!;
  }

  /** Undoes a link: everything is again as the links that stand make it. @throws Problem 404; 409 `already-undone` */
  async undo(personId: string, linkId: string): Promise<void> {
    const { maracId } = await this.mayDecide(personId);
    const link = await this.found(personId, linkId);
    await this.uow.elevated(async () => {
      oneDecisionAtATime();
      if ((await undoLink(linkId, `user:${tx().actor.id}`)) === 0)
        throw Problem.conflict('already-undone', 'This link was undone before.');
      await this.clusters.part(link);
    });
    this.audit.record({ action: 'link.undone', subject: { kind: 'link', id: linkId }, maracId });
  }

  private async mayDecide(personId: string): Promise<{ caseId: string; maracId: string }> {
    const caseId = await caseOf(personId);
    if (!caseId) throw Problem.notFound();
    const { maracId } = await this.access.open(caseId, 'link-records');
    if (!tx().actor.may('links:decide', maracId)) throw Problem.notFound();
    return { caseId, maracId };
  }

  private async found(personId: string, linkId: string): Promise<LinkRow> {
    const shut = await shutToReader();
    const link = await this.uow.elevated(() => linkOf(personId, linkId, shut));
    if (!link) throw Problem.notFound();
    return link;
  }

  private async views(rows: readonly LinkRow[]): Promise<LinkView[]> {
    const seen = await this.shown.of(rows.map((row) => row.otherId));
    return rows.map(({ otherId, linkedAt, undoneAt, ...row }) => {
      const other = seen.get(otherId) ?? null;
      const told = other ? {} : { certainty: null, evidence: [] };
      return { ...row, other, linkedAt: linkedAt.toISOString(), undoneAt: undoneAt?.toISOString() ?? null, ...told };
    });
  }
}
