import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { failureCode } from '../platform/queue/failure-code.js';
import { Handles } from '../platform/queue/job.js';
import { OneAtATime } from '../platform/queue/one-at-a-time.js';
import { WorkerService } from '../platform/queue/worker.js';
import { digestCounts } from './digests.queries.js';
import { SEND_MAIL, SEND_MAILS, SWEEP_MAILS } from './mail.jobs.js';
import { composeDigest, composeMail } from './mail-text.rules.js';
import type { HandedOver, MailMessage } from './mail-transport.js';
import { type ClaimedMail, claimMail, claimMails, endMail, mailsSent } from './mails.queries.js';
import { Outgoing } from './outgoing.service.js';
import { Reach } from './reach.service.js';
import { Undelivered } from './undelivered.service.js';
import type { Verdict } from './verdict.rules.js';

/** Handed over at once. A process that is killed meanwhile leaves so many to be sent again, each with the Message-ID that it had. */
const BATCH = 10;
const ACTOR = Actor.system(SEND_MAILS.name);

interface Owed {
  mail: ClaimedMail;
  message: MailMessage;
}

interface Failure {
  mail: ClaimedMail;
  to: string;
  error: unknown;
  verdict: Verdict | 'PARTY';
}

/** Sends what is owed, at least once: a mail sent twice has one Message-ID, a mail never sent reaches people as stuck work. */
@Injectable()
export class Mailer implements OnModuleInit {
  private readonly rounds = new OneAtATime(
    () => this.sendAll(),
    () => this.worker.isEnding,
  );

  constructor(
    private readonly uow: UnitOfWork,
    private readonly reach: Reach,
    private readonly outgoing: Outgoing,
    private readonly settings: Settings,
    private readonly worker: WorkerService,
    private readonly undelivered: Undelivered,
  ) {}

  onModuleInit(): void {
    this.worker.hear(SEND_MAILS, () => this.rounds.nudge());
  }

  /** The guarantee behind the wake-ups: finds also those whose sender died, and those that are to be tried again. */
  @Handles(SWEEP_MAILS)
  async sweep(): Promise<void> {
    await this.rounds.nudge();
  }

  @Handles(SEND_MAILS)
  async wake(): Promise<void> {
    await this.rounds.nudge();
  }

  @Handles(SEND_MAIL)
  async send({ mailId = '' }: Record<string, string>): Promise<void> {
    const mail = await this.uow.run(ACTOR, () => claimMail(mailId));
    const failure = mail && (await this.handOver([mail]));
    if (failure && mail.givenUp && failure.verdict !== 'ADDRESS') throw failure.error;
  }

  private async sendAll(): Promise<void> {
    for (let claimed = BATCH; claimed === BATCH && !this.worker.isEnding;) {
      await this.outgoing.giveWay();
      const mails = await this.uow.run(ACTOR, () => claimMails(BATCH));
      if (mails.length > 0) await this.handOver(mails);
      claimed = mails.length;
    }
  }

  /** @returns the last failure, if any; each was seen to */
  private async handOver(mails: readonly ClaimedMail[]): Promise<Failure | undefined> {
    const { owed, failures } = await this.prepare(mails);
    const ends =
      owed.length > 0
        ? await this.outgoing.send(
            owed.map(({ message }) => message),
            Math.max(...owed.map(({ mail }) => mail.waitedMs)),
          )
        : [];
    const sent: { mail: ClaimedMail; handedOver: HandedOver }[] = [];
    for (const [i, { mail, message }] of owed.entries()) {
      const end = ends[i]!;
      if (end.status === 'fulfilled') sent.push({ mail, handedOver: end.value });
      else failures.push({ mail, to: message.to, error: end.reason, verdict: this.outgoing.verdict(end.reason) });
    }
    if (sent.length > 0) await this.uow.run(ACTOR, async () => this.sent(sent));
    for (const { mail, to, error, verdict } of failures)
      await this.uow.run(ACTOR, () => this.undelivered.failed(mail, to, verdict, failureCode(error)));
    return failures.at(-1);
  }

  /** What goes wrong with one is put off, and keeps the others from nothing. */
  private async prepare(mails: readonly ClaimedMail[]): Promise<{ owed: Owed[]; failures: Failure[] }> {
    const all = () => Promise.all(mails.map((mail) => this.toSend(mail)));
    try {
      const owed = await this.uow.run(ACTOR, all);
      return { owed: owed.filter((one) => one !== undefined), failures: [] };
    } catch (error) {
      const [mail, ...others] = mails;
      if (mail && others.length === 0) return { owed: [], failures: [{ mail, to: '', error, verdict: 'LATER' }] };
      const each: { owed: Owed[]; failures: Failure[] }[] = [];
      for (const one of mails) each.push(await this.prepare([one]));
      return { owed: each.flatMap(({ owed }) => owed), failures: each.flatMap(({ failures }) => failures) };
    }
  }

  private sent(sent: readonly { mail: ClaimedMail; handedOver: HandedOver }[]): void {
    mailsSent(sent.map(({ mail, handedOver }) => ({ mailId: mail.id, ...handedOver })));
    // before the first try there was nothing to report
    for (const { mail } of sent) if (mail.attempts > 1) this.undelivered.resolve(mail.id);
  }

  /** What is to be sent; undefined when nothing is owed: it was read meanwhile, the case is hidden from the person by now, or they left. */
  private async toSend(mail: ClaimedMail): Promise<Owed | undefined> {
    const text = await this.compose(mail);
    const to = typeof text === 'string' ? undefined : await this.reach.addressOf(mail.userId);
    if (typeof text === 'string' || to === undefined) {
      endMail(mail.id, 'DROPPED', typeof text === 'string' ? text : 'deactivated');
      this.undelivered.resolve(mail.id);
      return undefined;
    }
    if (!(await this.reach.since(mail.userId, to)))
      return { mail, message: { mailId: mail.id, to, kind: mail.digestId ? 'DIGEST' : 'SINGLE', ...text } };
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
