import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { requestView } from './circulation.service.js';
import { Invitation } from './research.entity.js';
import type { InvitationsView, NewInvitations, RequestView } from './research.dto.js';
import { itemById, type ItemRow, requestsOfItem } from './research.queries.js';

registerConstraint('invitations_pkey', { status: 412, code: 'stale', title: 'Somebody else changed this meanwhile.' });

/** Which agencies are needed for a case, for those who manage the meeting, and how far they are. */
@Injectable()
export class Invitations {
  private readonly invitations = new Store(Invitation);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly freeText: FreeText,
  ) {}

  /**
   * Chooses the agencies needed for a case, in place of those that the rules of the area name, before it is circulated.
   * @throws Problem 404; 403; 409 `already-circulated`; 422 `not-a-member`, `protected-address-in-text`
   */
  async choose(agendaItemId: string, { agencyIds, reason }: NewInvitations): Promise<InvitationsView> {
    const { caseId, maracId } = await this.managed(agendaItemId);
    await this.access.open(caseId, 'prepare-meeting');
    await this.freeText.check(caseId, { '/reason': reason });
    if ((await requestsOfItem(agendaItemId)).length > 0)
      throw Problem.conflict('already-circulated', 'The case was circulated: additions are for the chair to decide.');
    const members = new Set((await this.maracs.agenciesOf(maracId)).map((agency) => agency.id));
    const errors = agencyIds.flatMap((id, i) =>
      members.has(id) ? [] : [{ pointer: `/agencyIds/${i}`, code: 'not-a-member', detail: 'No agency of the MARAC.' }],
    );
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
    const decidedBy = `${tx().actor.kind}:${tx().actor.id}`;
    const before = await this.invitations.lockById(agendaItemId);
    if (before) await this.invitations.update({ ...before, agencyIds, reason, decidedBy });
    else this.invitations.insert({ id: agendaItemId, caseId, maracId, agencyIds, reason, decidedBy, version: 1 });
    this.audit.record({ action: 'case.agencies-chosen', subject: { kind: 'case', id: caseId }, maracId });
    await tx().settle();
    return { agendaItemId, agencyIds, reason };
  }

  /** How far each agency is with its research on a case. Never what it found. @throws Problem 404; 403 */
  async progress(agendaItemId: string): Promise<RequestView[]> {
    const { caseId } = await this.managed(agendaItemId);
    await this.access.open(caseId, 'prepare-meeting');
    const today = todayIn(TIME_ZONE, present());
    return (await requestsOfItem(agendaItemId)).map((row) => requestView(row, today));
  }

  private async managed(agendaItemId: string): Promise<ItemRow> {
    const item = await itemById(agendaItemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', item.maracId)) throw Problem.notAllowed();
    return item;
  }
}
