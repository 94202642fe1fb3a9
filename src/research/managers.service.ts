import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import type { ManagerView, NewManager } from './managers.dto.js';
import { managersOf } from './managers.queries.js';
import { Manager } from './research.entity.js';

registerConstraint('one_manager_an_agency', {
  status: 412,
  code: 'stale',
  title: 'Somebody else changed this meanwhile.',
});

/** Who answers for each agency when those who were asked do not: kept with the list of representatives. */
@Injectable()
export class Managers {
  private readonly managers = new Store(Manager);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly identity: IdentityReader,
  ) {}

  /** Of every agency for which one is named. @throws Problem 404, 403 */
  async list(maracId: string): Promise<ManagerView[]> {
    await this.mayManage(maracId);
    return managersOf(maracId);
  }

  private async mayManage(maracId: string): Promise<void> {
    if (!(await this.maracs.byId(maracId))) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
  }

  /** Names one in place of the one before; `version` 0 begins. @throws Problem 403; 404 no member; 412; 422 `not-of-the-agency` */
  async name(maracId: string, agencyId: string, version: number, { userId }: NewManager): Promise<ManagerView> {
    const { actor } = tx();
    await this.mayManage(maracId);
    if (!(await this.maracs.agenciesOf(maracId)).some(({ id }) => id === agencyId)) throw Problem.notFound();
    if ((await this.identity.agencyOf(userId)) !== agencyId)
      throw Problem.at('/userId', 'not-of-the-agency', 'There is no such active person in this agency.');
    const before = (await managersOf(maracId)).find((one) => one.agencyId === agencyId);
    if ((before?.version ?? 0) !== version) throw new StaleVersion();
    const row = { id: before?.id ?? newId(), maracId, agencyId, userId, namedBy: `${actor.kind}:${actor.id}` };
    if (before) await this.managers.update({ ...row, version });
    else this.managers.insert({ ...row, version: 1 });
    this.audit.record({ action: 'research-manager.named', subject: { kind: 'agency', id: agencyId }, maracId });
    await tx().settle();
    return (await managersOf(maracId)).find((one) => one.agencyId === agencyId)!;
  }
}
