import { Injectable } from '@nestjs/common';
import { AuditReader } from '../audit/audit.reader.js';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { StaleVersion } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { casesOfPerson, excludedCases, staff, subjectsOf } from './people.queries.js';
import { sentence } from './sentence.rules.js';
import type { WatchFindingView, PersonDeedView, WatchQuery } from './watch.dto.js';
import { acknowledge, findingById, findings } from './watch.queries.js';

/** What auditors do with unusual reading, and the answer to "who looked at this person?". */
@Injectable()
export class WatchService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly deeds: AuditReader,
  ) {}

  async list({ open, after, limit }: WatchQuery): Promise<Page<WatchFindingView>> {
    this.audit.record({ action: 'findings.listed', subject: { kind: 'list', id: 'findings' } });
    return pageOf(await findings({ open: open ?? null, after: place(after), limit }), limit);
  }

  /** Somebody answers for a finding. @throws Problem 404, 409 `acknowledged-already`; StaleVersion */
  async acknowledge(id: string, reason: string, version: number): Promise<WatchFindingView> {
    const found = await findingById(id);
    if (!found) throw Problem.notFound();
    if (!tx().actor.may('watch:answer', found.maracId)) throw Problem.notAllowed();
    if (found.acknowledgedAt) throw Problem.conflict('acknowledged-already', 'Somebody has answered for this already.');
    const done = await acknowledge(id, tx().actor.id, reason, version);
    if (!done) throw new StaleVersion();
    this.audit.record({ action: 'finding.acknowledged', subject: { kind: 'finding', id }, maracId: found.maracId });
    return done;
  }

  /**
   * Every deed on any case that a person is a party of, in the MARACs that the reader audits, newest first.
   * @throws Problem 404 alike for a person who is not there and one who is in none of those
   */
  async lookedAt(personId: string, { after, limit }: { after?: string; limit: number }): Promise<Page<PersonDeedView>> {
    this.audit.record({ action: 'audit.read', subject: { kind: 'person', id: personId } });
    const [excluded, maracIds] = [await excludedCases(), tx().actor.scopesOf('audit:read')];
    const subjects = await this.uow.elevated(async () => subjectsOf(await casesOfPerson(personId, maracIds, excluded)));
    if (subjects.size === 0) throw Problem.notFound();
    const lines = await this.deeds.about([...subjects.keys()], place(after), limit);
    const people = await staff(lines.map(({ actorId }) => actorId).filter(isId));
    const items = lines.map((line) => {
      const actor = people.get(line.actorId);
      const told = { ...line, actorName: actor?.name, agencyName: actor?.agency };
      const { id, at, action, actorKind, actorId, subjectKind, subjectId, purpose, labels } = line;
      const said = sentence({ ...told, caseRef: subjects.get(subjectId)?.caseRef });
      return {
        id,
        at: at.toISOString(),
        sentence: said,
        action,
        actorKind,
        actorId,
        subjectKind,
        subjectId,
        purpose,
        labels,
      };
    });
    return pageOf(items, limit);
  }
}

/** @throws Problem 422 for a place that no page gave */
function place(after: string | undefined): string | null {
  if (after === undefined) return null;
  if (!isId(after)) throw Problem.at('after', 'not-a-place', 'Give what the page before called next.');
  return after;
}
