import { Injectable } from '@nestjs/common';
import { IdentityReader } from '../identity/identity.reader.js';
import { Settings } from '../platform/config/settings.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { failureCode } from '../platform/queue/failure-code.js';
import { Handles } from '../platform/queue/job.js';
import { Jobs } from '../platform/queue/jobs.js';
import { StuckWork } from '../platform/queue/stuck-work.js';
import { SEND_MAIL, SWEEP_MAILS } from './mail.jobs.js';
import { MailTransport } from './mail-transport.js';
import { type ClaimedMail, claimMail, endMail, retryMail, waitingMails } from './mails.queries.js';
import { composeMail, MAIL_ATTEMPTS, retryAfterSeconds } from './notice.rules.js';

const BATCH = 500;
const ACTOR = Actor.system(SEND_MAIL.name);

/** Sends what is owed, at least once: a mail sent twice has one Message-ID, a mail never sent reaches people as stuck work. */
@Injectable()
export class Mailer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: IdentityReader,
    private readonly transport: MailTransport,
    private readonly settings: Settings,
    private readonly jobs: Jobs,
    private readonly stuck: StuckWork,
  ) {}

  @Handles(SWEEP_MAILS)
  async sweep(): Promise<void> {
    for (const { id, attempts } of await waitingMails(BATCH)) {
      this.jobs.add(SEND_MAIL, { mailId: id }, { jobId: `mail.${id}.${attempts}` });
    }
  }

  @Handles(SEND_MAIL)
  async send({ mailId = '' }: Record<string, string>): Promise<void> {
    const claimed = await this.uow.run(ACTOR, () => this.claim(mailId));
    if (!claimed) return;
    const { mail, to } = claimed;
    const message = composeMail({ mailId, ...mail }, this.settings.publicUrl);
    try {
      await this.transport.send({ to, mailId, ...message });
    } catch (error) {
      await this.failed(mail, failureCode(error));
      if (mail.givenUp) throw error;
      return;
    }
    await this.uow.run(ACTOR, async () => {
      endMail(mailId, 'SENT');
      this.stuck.resolve(fingerprint(mailId));
    });
  }

  /** The mail and where it goes; undefined when nothing is owed: it was sent, read meanwhile, the case is hidden from the person by now, or they left. */
  private async claim(mailId: string): Promise<{ mail: ClaimedMail; to: string } | undefined> {
    const mail = await claimMail(mailId);
    if (!mail) return undefined;
    const to = mail.read || mail.hidden ? undefined : await this.identity.addressOf(mail.userId);
    if (to) return { mail, to };
    endMail(mailId, 'DROPPED', mail.read ? 'read-already' : mail.hidden ? 'not-theirs-any-more' : 'deactivated');
    this.stuck.resolve(fingerprint(mailId));
    return undefined;
  }

  private async failed({ id, attempts }: ClaimedMail, errorCode: string): Promise<void> {
    await this.uow.run(ACTOR, async () => {
      if (attempts < MAIL_ATTEMPTS) return retryMail(id, retryAfterSeconds(attempts), errorCode);
      endMail(id, 'FAILED', errorCode);
      this.stuck.report({
        fingerprint: fingerprint(id),
        lane: 'JOB',
        name: SEND_MAIL.name,
        ids: { mailId: id },
        errorCode,
      });
    });
  }
}

const fingerprint = (mailId: string) => `mail ${mailId}`;
