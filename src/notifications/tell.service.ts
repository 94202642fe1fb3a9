import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { Jobs } from '../platform/queue/jobs.js';
import { SEND_MAIL } from './mail.jobs.js';
import type { NoticeKind } from './notice.rules.js';
import { insertNotice, type NewNotice } from './notices.queries.js';
import { Mail } from './notification.entity.js';

/** What is told: once per person, kind and event. */
export interface Telling {
  kind: NoticeKind;
  caseId: string;
  /** the action, referral, conflict, emergency opening or finding */
  subjectId: string;
  eventId: string;
  /** otherwise than its kind is */
  urgent?: boolean;
}

/** Puts a notice before each person and owes each a mail that says there is one. */
@Injectable()
export class Tell {
  private readonly mails = new Store(Mail);

  constructor(
    private readonly access: Access,
    private readonly jobs: Jobs,
  ) {}

  async people(userIds: readonly string[], { caseId, ...telling }: Telling): Promise<void> {
    const { maracId, ref: caseRef } = await this.access.open(caseId, 'raise-alert');
    await this.each(userIds, { ...telling, maracId, caseId, caseRef });
  }

  /** Of what concerns a MARAC and no case. */
  ofMarac(userIds: readonly string[], telling: Omit<Telling, 'caseId'> & { maracId: string }): Promise<void> {
    return this.each(userIds, { ...telling, caseId: null, caseRef: null });
  }

  /** The same of an alarm, which is about no case: `caseRef` is what people call the thing that raised it. */
  ofAlarm(userIds: readonly string[], alarm: Omit<NewNotice, 'id' | 'userId' | 'caseId'>): Promise<void> {
    return this.each(userIds, { ...alarm, caseId: null });
  }

  private async each(userIds: readonly string[], notice: Omit<NewNotice, 'id' | 'userId'>): Promise<void> {
    for (const userId of userIds) {
      const noticeId = newId();
      if (!(await insertNotice({ id: noticeId, userId, ...notice }))) continue;
      const mailId = newId();
      this.mails.insert({ id: mailId, noticeId, userId, state: 'WAITING' });
      this.jobs.add(SEND_MAIL, { mailId }, { jobId: `mail.${mailId}.0` });
    }
  }
}
