import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { Jobs } from '../platform/queue/jobs.js';
import { ChoiceReader } from './choices.service.js';
import { Digests } from './digests.service.js';
import { SEND_MAILS } from './mail.jobs.js';
import { NOTICES, type NoticeKind } from './notice.rules.js';
import { insertNotice, type NewNotice } from './notices.queries.js';
import { Mail } from './notification.entity.js';
import { wayOf } from './ways.rules.js';

/** What is told: once per person, kind and event. */
export interface Telling {
  kind: NoticeKind;
  caseId: string;
  /** the action, referral, conflict, emergency opening or finding */
  subjectId: string;
  eventId: string;
  /** cannot wait this time, though its kind can */
  urgent?: boolean;
}

type Untold = Omit<NewNotice, 'id' | 'userId' | 'way' | 'urgent'> & { urgent?: boolean };

/**
 * Puts a notice before each person. What cannot wait owes each a mail that says so at once, by day and by night; the rest as they
 * chose: at once outside their quiet hours, in the digest of the next working day, or not by mail.
 */
@Injectable()
export class Tell {
  private readonly mails = new Store(Mail, true);

  constructor(
    private readonly access: Access,
    private readonly jobs: Jobs,
    private readonly choices: ChoiceReader,
    private readonly digests: Digests,
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
  ofAlarm(
    userIds: readonly string[],
    alarm: Omit<NewNotice, 'id' | 'userId' | 'caseId' | 'way' | 'urgent'>,
  ): Promise<void> {
    return this.each(userIds, { ...alarm, caseId: null });
  }

  private async each(userIds: readonly string[], notice: Untold): Promise<void> {
    const urgent = NOTICES[notice.kind].urgent || notice.urgent === true;
    // everybody in one order: two who tell the same people at the same time would else wait for each other's digests
    for (const userId of [...userIds].sort()) {
      const noticeId = newId();
      const way = urgent ? 'AT_ONCE' : wayOf(notice.kind, await this.choices.of(userId));
      if (!(await insertNotice({ id: noticeId, userId, ...notice, urgent, way }))) continue;
      if (way === 'DIGEST') await this.digests.planned(userId, notice.maracId);
      else if (way === 'AT_ONCE')
        this.owe(noticeId, userId, urgent ? 'now' : await this.choices.notBefore(userId, notice.maracId));
    }
  }

  private owe(noticeId: string, userId: string, retryAt: Date | 'now'): void {
    const mailId = newId();
    this.mails.insert({ id: mailId, noticeId, digestId: null, userId, state: 'WAITING', retryAt });
    if (retryAt === 'now') this.jobs.add(SEND_MAILS);
  }
}
