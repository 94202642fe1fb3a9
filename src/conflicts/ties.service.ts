import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { ConflictBook } from './conflict-book.service.js';
import { Tie } from './conflict.entity.js';
import type { Nature } from './conflict.rules.js';
import type { ConflictReceived, NewConflict, NewStaffDetails, StaffDetailsView } from './conflicts.dto.js';
import { isActive, peopleOf } from './conflicts.queries.js';
import { factsOfDetails, factsOfPerson } from './details.rules.js';
import { KeyedHash } from './keyed-hash.js';
import type { Fact } from './known-by.rules.js';
import { Spread } from './spread.service.js';
import { insertTieKeys, managedBy, ownKinds, type TieHit } from './tie.queries.js';

type NewTie = Pick<Tie, 'userId' | 'nature' | 'source'>;

/** Who is close to whom: said by oneself or by a colleague, or recognised by one's own details. The answer is the same whatever it closes. */
@Injectable()
export class TiesService {
  private readonly ties = new Store(Tie);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly hash: KeyedHash,
    private readonly book: ConflictBook,
    private readonly spread: Spread,
  ) {}

  /**
   * Somebody says that they, or a colleague, are close to a person. A case that is named is closed to them at once.
   * @throws Problem 404 for a case that is hidden or absent; 422 `required`, `not-wanted`, `too-little`, `unknown`
   */
  async declare({ userId, caseId, person, nature }: NewConflict): Promise<ConflictReceived> {
    const { actor } = tx();
    const about = userId ?? actor.id;
    if (caseId && person) throw Problem.at('/person', 'not-wanted', 'Name the case or the person, not both.');
    const facts = person ? factsOfPerson(person) : [];
    if (!caseId && !person) throw Problem.at('/caseId', 'required', 'Name the case or the person.');
    if (person && facts.length === 0) throw Problem.at('/person', 'too-little', 'This would fit too many people.');
    if (about !== actor.id && !(await isActive(about)))
      throw Problem.at('/userId', 'unknown', 'There is no such colleague.');
    const open = caseId ? await this.access.open(caseId, 'declare-conflict') : null;
    const source = about === actor.id ? 'DECLARED' : 'REPORTED';
    const id = await this.uow.elevated(async () => {
      const tieId = await this.tie({ userId: about, nature, source }, facts);
      if (open) await this.closeCase(open.caseId, open.maracId, { tieId, userId: about, nature, source });
      return tieId;
    });
    const subject = { kind: 'tie', id };
    this.audit.record({
      action: source === 'DECLARED' ? 'conflict.declared' : 'conflict.reported',
      subject,
      code: nature,
    });
    return { id, nature };
  }

  /** Adds details by which somebody would be recognised in a case. @throws Problem 422 `unknown` for a person who is not yours, `too-little` */
  async addDetails(details: NewStaffDetails): Promise<StaffDetailsView> {
    const { actor } = tx();
    const userId = details.userId ?? actor.id;
    if (userId !== actor.id && !(await managedBy(actor.scopesOf('users:manage'), userId)))
      throw Problem.at('/userId', 'unknown', 'There is no such person among yours.');
    const facts = factsOfDetails(details);
    if (facts.length === 0) throw Problem.at('/familyName', 'too-little', 'Nobody could be recognised by this.');
    await this.uow.elevated(() => this.tie({ userId, nature: 'SELF', source: 'OWN_DETAILS' }, facts));
    this.audit.record({ action: 'staff-details.added', subject: { kind: 'user', id: userId } });
    return userId === actor.id ? this.ownDetails() : { held: [] };
  }

  /** What kinds of details are held of the person at work: never the details. */
  async ownDetails(): Promise<StaffDetailsView> {
    const held = await this.uow.elevated(() => ownKinds(tx().actor.id));
    return { held: held.map(({ kind, since }) => ({ kind, since: since.toISOString() })) };
  }

  private async tie(given: NewTie, facts: readonly Fact[]): Promise<string> {
    const id = newId();
    const { actor } = tx();
    this.ties.insert({ id, ...given, madeBy: `${actor.kind}:${actor.id}` });
    const keys = facts.map((fact) => ({ kind: fact.kind, key: this.hash.print(fact) }));
    insertTieKeys(id, keys);
    const hits = keys.map((one): TieHit => ({ ...one, tieId: id, ...given }));
    if (hits.length > 0) await this.spread.ofTies(hits);
    return id;
  }

  private async closeCase(
    caseId: string,
    maracId: string,
    {
      tieId,
      userId,
      nature,
      source,
    }: { tieId: string; userId: string; nature: Nature; source: 'DECLARED' | 'REPORTED' },
  ): Promise<void> {
    const personIds = (await peopleOf(caseId)).map((person) => person.id);
    const whom = { userId, agencyId: null, exceptUserIds: [], nature };
    await this.book.enter({ caseId, maracId, ...whom, evidence: [source], tieIds: [tieId], personIds });
    await this.spread.follow();
  }
}
