import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { AgendaOrigins } from '../meetings/agenda-origins.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Arrivals } from './arrivals.service.js';
import { countsAs } from './count.rules.js';
import { flagOf, lastHeard, receive, sameVictim } from './receptions.queries.js';
import { TRANSFERS } from './transfer-rules.js';
import type { NewReception, ReceptionView } from './transfers.dto.js';

/** What follows from a reception: its line in the record, and the mark on the agenda. */
@Injectable()
export class ReceptionRest {
  constructor(
    private readonly audit: Audit,
    private readonly origins: AgendaOrigins,
  ) {}

  follows(
    transferId: string,
    { caseId, toMaracId, fromMaracId, countAs }: Record<'caseId' | 'toMaracId' | 'fromMaracId' | 'countAs', string>,
  ): void {
    this.origins.mark(caseId, fromMaracId);
    const subject = { kind: 'transfer', id: transferId };
    this.audit.record({ action: 'transfer.received', subject, maracId: toMaracId, code: countAs });
  }
}

/** The new area has a case of its own, which goes on with what came by transfer. The old one, and its flag, stay where they are. */
@Injectable()
export class Receptions {
  constructor(
    private readonly arrivals: Arrivals,
    private readonly access: Access,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly freeText: FreeText,
    private readonly rest: ReceptionRest,
  ) {}

  /**
   * Says which case of one's own it is, and how it counts. The flag of the old area is handed over as it stood; the agenda of the new
   * case marks where it came from.
   * @throws Problem 404; 409 `wrong-state`, `received-before`; 422 `not-a-case-here`, `required`, `protected-address-in-text`
   */
  async receive(transferId: string, { caseId, countAs, because }: NewReception): Promise<ReceptionView> {
    const { offer, view } = await this.arrivals.one(transferId);
    const { toMaracId, maracId } = offer;
    if (offer.status !== 'ACCEPTED') throw Problem.conflict('wrong-state', 'The transfer was not accepted.');
    if (view.newCaseId) throw Problem.conflict('received-before', 'It is known which case goes on with this transfer.');
    await this.ownCase(caseId, toMaracId);
    await this.freeText.check(caseId, { '/because': because });
    const today = todayIn(TIME_ZONE, present());
    const { rules, version } = await this.maracs.rules(toMaracId, TRANSFERS, today);
    const there = await this.uow.elevated(async () => ({
      lastHeardOn: await lastHeard(offer.caseId),
      same: await sameVictim(offer.caseId, caseId),
      flag: await flagOf(offer.caseId),
    }));
    const months = rules.heardWithinMonths;
    const rule = countsAs(rules.countAs, { lastHeardOn: there.lastHeardOn, receivedOn: today, months });
    refuseUnexplained({ because, differs: rule.says !== countAs, same: there.same });
    const { actor } = tx();
    const row = { caseId, countAs, ruleSays: rule.says, because: because ?? null, ruleVersion: version };
    await this.uow.elevated(async () => {
      receive(transferId, { ...row, flag: there.flag, by: `${actor.kind}:${actor.id}` });
      await tx().settle();
    });
    this.rest.follows(transferId, { caseId, toMaracId, fromMaracId: maracId, countAs });
    return { ...(await this.arrivals.view(transferId)), arithmetic: rule.inWords };
  }

  /** A case of the MARAC that the actor may open: hidden, absent and another area's are refused alike. */
  private async ownCase(caseId: string, maracId: string): Promise<void> {
    const open = await this.access.open(caseId, 'read-case').catch((error: unknown) => {
      if (error instanceof Problem && error.getStatus() === 404) return undefined;
      throw error;
    });
    if (open?.maracId !== maracId)
      throw Problem.at('/caseId', 'not-a-case-here', 'There is no such case of your MARAC.');
  }
}

/** What departs from the rule, or joins records that nobody linked, is explained. @throws Problem 422 */
function refuseUnexplained(facts: { because: string | undefined; differs: boolean; same: boolean }): void {
  const { because, differs, same } = facts;
  if (because) return;
  if (!same)
    throw Problem.at('/because', 'required', 'Nobody linked the victims of the two cases: say why it is this one.');
  if (differs) throw Problem.at('/because', 'required', 'Your rule counts it otherwise: say why it counts as you say.');
}
