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
  /** the action, referral or finding */
  subjectId: string;
  eventId: string;
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
    await this.each(userIds, { ...telling, maracId, caseRef });
  }

  /** The same of something that is about no case. */
  async ofNoCase(userIds: readonly string[], telling: Omit<Telling, 'caseId'> & { maracId: string }): Promise<void> {
    await this.each(userIds, { ...telling, caseRef: null });
  }

  private async each(userIds: readonly string[], telling: Omit<NewNotice, 'id' | 'userId'>): Promise<void> {
    for (const userId of userIds) {
      const noticeId = newId();
      if (!(await insertNotice({ id: noticeId, userId, ...telling }))) continue;
      const mailId = newId();
      this.mails.insert({ id: mailId, noticeId, userId, state: 'WAITING' });
      this.jobs.add(SEND_MAIL, { mailId }, { jobId: `mail.${mailId}.0` });
    }
  }
}
