import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Store } from '../platform/db/store.js';
import { Outbox } from '../platform/events/outbox.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { AgendaLists } from './agenda-lists.service.js';
import { unheardReferrals, waitingBeside } from './agenda.queries.js';
import { AgendaItem } from './meeting.entity.js';
import { CASE_ESCALATED } from './meetings.events.js';
import { Withdrawals } from './withdrawal.service.js';

/** What follows by itself from what came of a case at a meeting. */
@Injectable()
export class ListJobs {
  private readonly items = new Store(AgendaItem);

  constructor(
    private readonly lists: AgendaLists,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** A case that is put off again and again is a victim who waits in danger: the chair hears of it. */
  @Subscribes('case.not-heard', 'meetings.escalate-not-heard')
  async escalate({ agendaItemId, meetingId, caseId, maracId }: Record<string, string>): Promise<void> {
    const item = await this.items.byId(agendaItemId!);
    if (!item) throw new Error('the agenda item of an event is not there');
    if (!(await this.lists.escalates(item.maracId, item.notHeard + 1))) return;
    const ids = { agendaItemId: agendaItemId!, meetingId: meetingId!, caseId: caseId!, maracId: maracId! };
    this.outbox.publish({ name: CASE_ESCALATED, ids });
    const subject = { kind: 'case', id: item.caseId };
    this.audit.record({ action: 'case.escalated', subject, maracId: item.maracId, code: String(item.notHeard + 1) });
  }

  /**
   * What was heard at an emergency meeting leaves the ordinary list on which it waited: nobody hears it a second time. It stays there when a
   * further referral of the case has yet to be heard.
   */
  @Subscribes('case.heard', 'meetings.leave-other-lists')
  async leaveOtherLists({ meetingId, caseId }: Record<string, string>): Promise<void> {
    if ((await unheardReferrals(caseId!)).length > 0) return;
    for (const itemId of await waitingBeside(caseId!, meetingId!)) await this.withdrawals.heardElsewhere(itemId);
  }
}
