import { Injectable } from '@nestjs/common';
import { Exclusions } from '../access/exclusions.service.js';
import { Audit } from '../audit/audit.service.js';
import { LinkedCases } from '../persons/linked-cases.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { ConflictBook } from './conflict-book.service.js';
import { ConflictIndex } from './conflict-index.js';
import { Conflict, Decision } from './conflict.entity.js';
import { openOf, unfounded } from './follow.queries.js';
import { followed } from './screening.service.js';

const BECAUSE = 'The link between two records of a person, on which this rested, was undone.';

/**
 * Who is kept out of one case of a person is kept out of all of them, from the commit that links the records on, and of those that
 * came by the link alone until the commit that undoes it. What rests on something else as well, or what somebody confirmed, stays.
 */
@Injectable()
export class LinkedConflicts implements LinkedCases {
  private readonly conflicts = new Store(Conflict);
  private readonly decisions = new Store(Decision);

  constructor(
    private readonly book: ConflictBook,
    private readonly exclusions: Exclusions,
    private readonly audit: Audit,
  ) {}

  async linked(canonicalId: string): Promise<void> {
    for (const { caseId, maracId, personIds, ...kept } of await openOf(canonicalId))
      await this.book.enter({ caseId, maracId, ...followed(kept), personIds });
    ConflictIndex.current().forgetKeptOut();
  }

  async parted(recordIds: readonly string[]): Promise<void> {
    for (const line of await unfounded(recordIds)) await this.reopen(line);
    ConflictIndex.current().forgetKeptOut();
  }

  private async reopen(line: Conflict): Promise<void> {
    const { id: conflictId, caseId, maracId } = line;
    const status = line.withoutLink!;
    const evidence = line.evidence.filter((code) => code !== 'SAME_PERSON'); // a later link is new again
    await this.conflicts.update({ ...line, status, evidence, withoutLink: null, liftProposedBy: null });
    await this.exclusions.lift(conflictId);
    const madeBy = `${tx().actor.kind}:${tx().actor.id}`;
    this.decisions.insert({ id: newId(), conflictId, caseId, maracId, step: 'UNLINK', reason: BECAUSE, madeBy });
    this.audit.record({ action: 'conflict.unlinked', subject: { kind: 'conflict', id: conflictId }, maracId });
  }
}
