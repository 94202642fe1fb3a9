import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { CarryOut } from './carry-out.service.js';
import { Conflict } from './conflict.entity.js';
import { isClosed } from './conflict.rules.js';
import type { ConflictView, NewNamedPeople, NewRestriction } from './conflicts.dto.js';
import { lineAbout, peopleOf, peopleOfAgency } from './conflicts.queries.js';
import { ConflictRegister } from './register.service.js';

registerConstraint('restriction_of_an_agency', {
  status: 409,
  code: 'already-restricted',
  title: 'This agency is shut out already.',
});

/**
 * A case in which somebody works for a partner agency: the agency is shut out but for the people named. It is lifted as a
 * conflict is, by two people.
 */
@Injectable()
export class Restrictions {
  private readonly conflicts = new Store(Conflict);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly access: Access,
    private readonly maracs: MaracsReader,
    private readonly register: ConflictRegister,
    private readonly carryOut: CarryOut,
    private readonly freeText: FreeText,
  ) {}

  /** @throws Problem 404; 403; 422 `unknown`, `not-of-the-agency`, `nobody-left`, `protected-address-in-text`; 409 `already-restricted` */
  async restrict(caseId: string, input: NewRestriction): Promise<ConflictView> {
    const open = await this.access.open(caseId, 'decide-conflict');
    const { maracId } = open;
    if (!tx().actor.may('conflicts:decide', maracId)) throw Problem.notAllowed();
    await this.freeText.check(caseId, { '/reason': input.reason });
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some((agency) => agency.id === input.agencyId))
      throw Problem.at('/agencyId', 'unknown', 'The MARAC has no such agency.');
    await checkPeople(input.agencyId, input.exceptUserIds);
    const id = await this.uow.elevated(async () => {
      const line = await this.line(caseId, maracId, input);
      this.register.record(line, 'RESTRICT', input.reason);
      await this.carryOut.closeAnew(line);
      return line.id;
    });
    return this.register.byId(id);
  }

  /** Says anew who of the agency works on the case. The old list counts until the new one does. @throws Problem as `restrict`; 412 */
  async namePeople(id: string, version: number, { exceptUserIds, reason }: NewNamedPeople): Promise<ConflictView> {
    const { caseId, agencyId } = await this.register.byId(id);
    await this.access.open(caseId, 'decide-conflict');
    await this.freeText.check(caseId, { '/reason': reason });
    await checkPeople(agencyId, exceptUserIds);
    await this.uow.elevated(async () => {
      const before = await this.conflicts.lockById(id);
      if (!before) throw Problem.notFound();
      if (before.version !== version) throw new StaleVersion();
      if (before.agencyId === null || !isClosed(before.status))
        throw Problem.conflict('wrong-state', 'This is no restriction in force.');
      const after = { ...before, exceptUserIds, withoutLink: null };
      await this.conflicts.update(after);
      this.register.record(after, 'NAME_PEOPLE', reason);
      await this.carryOut.closeAnew(after);
    });
    return this.register.byId(id);
  }

  /** The line of the register, in force from now on. */
  private async line(caseId: string, maracId: string, input: NewRestriction): Promise<Conflict> {
    const { agencyId, exceptUserIds } = input;
    const { actor } = tx();
    const before = await lineAbout(caseId, { userId: null, agencyId });
    if (before && isClosed(before.status))
      throw Problem.conflict('already-restricted', 'This agency is shut out already.');
    const personIds = (await peopleOf(caseId)).map((person) => person.id);
    const evidence = ['RESTRICTION'] as const;
    const fresh = { status: 'CONFIRMED', withoutLink: null, exceptUserIds, personIds, evidence } as const;
    if (before) {
      const line: Conflict = { ...before, ...fresh, evidence: ['RESTRICTION'] };
      await this.conflicts.update(line);
      return line;
    }
    const line: Conflict = {
      ...{ id: newId(), caseId, maracId, userId: null, agencyId, tieIds: [], nature: 'WORKS_WITH', version: 1 },
      ...{ liftProposedBy: null, madeBy: `${actor.kind}:${actor.id}` },
      ...{ ...fresh, evidence: ['RESTRICTION'] },
    };
    this.conflicts.insert(line);
    await tx().settle();
    return line;
  }
}

async function checkPeople(agencyId: string, userIds: readonly string[]): Promise<void> {
  if ((await peopleOfAgency(agencyId, userIds)) < new Set(userIds).size)
    throw Problem.at('/exceptUserIds', 'not-of-the-agency', 'Somebody named is not of this agency.');
}
