import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { AgendaLists } from './agenda-lists.service.js';
import { linesOf } from './agenda.queries.js';
import { AgendaService } from './agenda.service.js';
import type { AgendaItemPlan } from './agenda-plan.dto.js';
import { AgendaItem } from './meeting.entity.js';
import type { AgendaItemView } from './meetings.dto.js';

/** How a case is taken at its meeting: for how long, for whose team, or not at all. */
@Injectable()
export class AgendaPlans {
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly agenda: AgendaService,
    private readonly lists: AgendaLists,
    private readonly freeText: FreeText,
  ) {}

  /**
   * @throws Problem 404; 403; 412; 409 `not-planned`, `already-recorded`; 422 `nothing-to-change`, `required`, `not-wanted`, `protected-address-in-text`
   */
  async plan(itemId: string, version: number, input: AgendaItemPlan): Promise<AgendaItemView> {
    const seen = await this.items.byId(itemId);
    if (!seen) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    if (Object.values(input).every((value) => value === undefined))
      throw Problem.at('', 'nothing-to-change', 'Say what is to be otherwise.');
    const meeting = await this.agenda.lockToManage(seen.meetingId);
    const item = await this.items.lockById(itemId);
    if (!item) throw Problem.notFound();
    if (item.status !== 'LISTED')
      throw Problem.conflict('already-recorded', 'What came of this case was recorded before.');
    if (item.version !== version) throw new StaleVersion();
    const planned = { ...item, ...taken(item, input, meeting.minutesPerCase) };
    const { caseId, meetingId, maracId } = item;
    await this.access.open(caseId, 'prepare-meeting');
    const { alertBecause, childrenTeam } = input;
    await this.freeText.check(caseId, { '/alertBecause': alertBecause, '/childrenTeam': childrenTeam });
    await this.items.update(planned);
    await this.lists.arrange(meetingId, await linesOf(meetingId));
    this.lists.tellArranged(meetingId, maracId);
    const code = planned.alertOnly ? 'ALERT_ONLY' : undefined;
    this.audit.record({ action: 'agenda-item.planned', subject: { kind: 'case', id: caseId }, maracId, code });
    return this.lists.view(itemId, meeting.startsAt);
  }
}

/** What the plan makes of the item. @throws Problem 422 */
function taken(item: AgendaItem, input: AgendaItemPlan, usual: number): Partial<AgendaItem> {
  const { alertOnly = item.alertOnly, alertBecause, childrenTeam = item.childrenTeam, minutes } = input;
  if (!alertOnly) {
    if (alertBecause) throw Problem.at('/alertBecause', 'not-wanted', 'The case is discussed.');
    return { alertOnly, alertBecause: null, childrenTeam, minutes: minutes ?? (item.alertOnly ? usual : item.minutes) };
  }
  if (minutes) throw Problem.at('/minutes', 'not-wanted', 'What is not discussed takes no time.');
  const because = alertBecause ?? item.alertBecause;
  if (!because) throw Problem.at('/alertBecause', 'required', 'Say why the case is not discussed.');
  return { alertOnly, alertBecause: because, childrenTeam, minutes: 0 };
}
