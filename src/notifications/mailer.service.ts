import { Injectable } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { failureCode } from '../platform/queue/failure-code.js';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { digestCounts } from './digests.queries.js';
import { SEND_MAIL, SWEEP_MAILS } from './mail.jobs.js';
import { composeDigest, composeMail } from './mail-text.rules.js';
import type { HandedOver, MailMessage } from './mail-transport.js';
import { type ClaimedMail, claimMail, endMail, mailSent, waitingMails } from './mails.queries.js';
import { Outgoing } from './outgoing.service.js';
import { Reach } from './reach.service.js';
import { Undelivered } from './undelivered.service.js';

const BATCH = 500;
const ACTOR = Actor.system(SEND_MAIL.name);

interface Owed {
  mail: ClaimedMail;
  message: MailMessage;
}

/** Sends what is owed, at least once: a mail sent twice has one Message-ID, a mail never sent reaches people as stuck work. */
@Injectable()
export class Mailer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reach: Reach,
    private readonly outgoing: Outgoing,
    private readonly settings: Settings,
    private readonly jobs: Jobs,
    private readonly undelivered: Undelivered,
  ) {}

  @Handles(SWEEP_MAILS)
  async sweep(): Promise<void> {
    for (const { id, attempts } of await waitingMails(BATCH)) {
      this.jobs.add(SEND_MAIL, { mailId: id }, { jobId: `mail.${id}.${attempts}` });
    }
  }

  @Handles(SEND_MAIL)
  async send({ mailId = '' }: Record<string, string>): Promise<void> {
    const owed = await this.uow.run(ACTOR, () => this.claim(mailId));
    if (!owed) return;
    const { mail, message } = owed;
    let handed: HandedOver;
    try {
      handed = await this.outgoing.send(message);
    } catch (error) {
      const verdict = this.outgoing.verdict(error);
      await this.uow.run(ACTOR, () => this.undelivered.failed(mail, message.to, verdict, failureCode(error)));
      if (mail.givenUp && verdict !== 'ADDRESS') throw error;
      return;
    }
    await this.uow.run(ACTOR, async () => {
      mailSent(mailId, handed.channel, handed.providerId);
      this.undelivered.resolve(mailId);
    });
  }

  /** The mail and what it says; undefined when nothing is owed: it was sent, read meanwhile, the case is hidden from the person by now, or they left. */
  private async claim(mailId: string): Promise<Owed | undefined> {
    const mail = await claimMail(mailId);
    if (!mail) return undefined;
    const text = await this.compose(mail);
    const to = typeof text === 'string' ? undefined : await this.reach.addressOf(mail.userId);
    if (typeof text === 'string' || to === undefined) {
      endMail(mailId, 'DROPPED', typeof text === 'string' ? text : 'deactivated');
      this.undelivered.resolve(mailId);
      return undefined;
    }
    if (!(await this.reach.since(mail.userId, to)))
      return { mail, message: { mailId, to, kind: mail.digestId ? 'DIGEST' : 'SINGLE', ...text } };
    await this.undelivered.unreachable(mail);
    return undefined;
  }

  /** What it says, or why there is nothing to say any more. */
  private async compose({ id: mailId, notice, digestId }: ClaimedMail) {
    const { publicUrl } = this.settings;
    if (notice?.read) return 'read-already';
    if (notice?.hidden) return 'not-theirs-any-more';
    if (notice) return composeMail({ mailId, ...notice }, publicUrl);
    const counts = await digestCounts(digestId!);
    return counts.length === 0 ? 'read-already' : composeDigest({ mailId, counts }, publicUrl);
  }
}
