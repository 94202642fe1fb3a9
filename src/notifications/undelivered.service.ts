import { Injectable } from '@nestjs/common';
import { StuckWork } from '../platform/queue/stuck-work.js';
import { digestMarac } from './digests.queries.js';
import { SEND_MAIL } from './mail.jobs.js';
import { MAIL_ATTEMPTS, retryAfterSeconds } from './mail-text.rules.js';
import { type ClaimedMail, endMail, retryMail } from './mails.queries.js';
import { NextRecipients } from './next-recipients.service.js';
import { Reach } from './reach.service.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';
import type { Verdict } from './verdict.rules.js';

/**
 * What did not arrive. Whatever the reason, somebody learns of it: what cannot wait is told to the next who can be reached, an
 * address that is dead to administrators and its owner, what is given up to those who look after stuck work.
 */
@Injectable()
export class Undelivered {
  constructor(
    private readonly stuck: StuckWork,
    private readonly tell: Tell,
    private readonly recipients: Recipients,
    private readonly next: NextRecipients,
    private readonly reach: Reach,
  ) {}

  /** A try failed. In a unit of work of the system. */
  async failed(mail: ClaimedMail, address: string, verdict: Verdict | 'PARTY', errorCode: string): Promise<void> {
    if (verdict === 'ADDRESS') return this.bounced(mail, address, errorCode);
    if (verdict === 'PARTY') return this.heldBack(mail, errorCode);
    if (verdict === 'LATER' && mail.attempts < MAIL_ATTEMPTS && !mail.givenUp)
      return retryMail(mail.id, retryAfterSeconds(mail.attempts), errorCode);
    await this.giveUp(mail, errorCode);
  }

  /** It is not sent into the void: the address is known to take no mail. */
  async unreachable(mail: ClaimedMail): Promise<void> {
    endMail(mail.id, 'DROPPED', 'unreachable');
    this.resolve(mail.id);
    await this.tellNext(mail);
  }

  resolve(mailId: string): void {
    this.stuck.resolve(fingerprint(mailId));
  }

  private async bounced(mail: ClaimedMail, address: string, errorCode: string): Promise<void> {
    endMail(mail.id, 'BOUNCED', errorCode);
    this.resolve(mail.id);
    const eventId = await this.reach.lost(mail.userId, address, errorCode);
    if (eventId) {
      const about = { maracId: await this.maracOf(mail), subjectId: mail.userId, eventId };
      await this.tell.ofMarac([mail.userId], { kind: 'OWN_ADDRESS_UNREACHABLE', ...about });
      const administrators = await this.next.administrators(mail.userId, about.maracId);
      await this.tell.ofMarac(administrators, { kind: 'ADDRESS_UNREACHABLE', ...about });
    }
    await this.tellNext(mail);
  }

  /** Auditors hear of it, who can find out how a colleague comes to share an address with a person of a case. */
  private async heldBack(mail: ClaimedMail, errorCode: string): Promise<void> {
    const maracId = await this.maracOf(mail);
    const watchers = await this.recipients.watchers(maracId, mail.userId);
    await this.tell.ofMarac(watchers, { kind: 'MESSAGE_HELD_BACK', maracId, subjectId: mail.userId, eventId: mail.id });
    await this.giveUp(mail, errorCode);
  }

  private async giveUp(mail: ClaimedMail, errorCode: string): Promise<void> {
    endMail(mail.id, 'FAILED', errorCode);
    this.report(fingerprint(mail.id), mail.id, errorCode);
    if (!mail.givenUp) await this.tellNext(mail);
  }

  /** Only what cannot wait, and of a notice that went round already not again to whom it was brought. */
  private async tellNext({ id: mailId, userId, notice }: ClaimedMail): Promise<void> {
    if (!notice?.urgent) return;
    const { maracId, caseId } = notice;
    const first = notice.kind === 'NOTICE_UNDELIVERED' ? notice.eventId : notice.id;
    const people = await this.next.inPlaceOf(userId, maracId, caseId);
    if (people.length === 0) return this.report(`undelivered ${first}`, mailId, 'nobody-to-tell');
    const telling = { kind: 'NOTICE_UNDELIVERED', subjectId: first, eventId: first } as const;
    if (caseId) return this.tell.people(people, { ...telling, caseId });
    await this.tell.ofMarac(people, { ...telling, maracId });
  }

  private async maracOf({ notice, digestId }: ClaimedMail): Promise<string> {
    return notice ? notice.maracId : digestMarac(digestId!);
  }

  private report(fingerprintOfIt: string, mailId: string, errorCode: string): void {
    this.stuck.report({ fingerprint: fingerprintOfIt, lane: 'JOB', name: SEND_MAIL.name, ids: { mailId }, errorCode });
  }
}

const fingerprint = (mailId: string) => `mail ${mailId}`;
