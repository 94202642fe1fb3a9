import { Injectable } from '@nestjs/common';
import { PartyContacts } from '../conflicts/party-contacts.reader.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Precedence } from '../platform/due/precedence.js';
import { type HandedOver, type MailMessage, MailTransport } from './mail-transport.js';
import type { Verdict } from './verdict.rules.js';

/**
 * While things fall due messages wait: for each that went before them three times as long as those took, and two seconds at most. The
 * notice in the inbox does not wait for them. Once one has waited for a minute they wait three times in all.
 */
const [WAITS, LONGEST_MS, LATE_MS] = [3, 2_000, 60_000];
const ACTOR = Actor.system('notifications.look-where-it-goes');

/** The address is also that of a person of a case: a victim would learn of her own case by mail, or he of it. */
class WouldReachAParty extends Error {
  readonly code = 'would-reach-a-party';
  readonly messageIsSafe = true;

  constructor() {
    super('a message would have reached a person of a case');
    this.name = 'WouldReachAParty';
  }
}

/**
 * The one door by which messages leave. The system writes to those who work here and never to the people of a case: what would
 * reach an address that is known as theirs does not leave, whatever it is and whoever asks (a test looks for other doors).
 */
@Injectable()
export class Outgoing {
  private last = { count: 0, tookMs: 0, waitedMs: 0 };

  constructor(
    private readonly transport: MailTransport,
    private readonly parties: PartyContacts,
    private readonly uow: UnitOfWork,
    private readonly precedence: Precedence,
  ) {}

  /** Before messages are taken up: who is killed while waiting holds none, so that none waits for its lease to end. */
  async giveWay(): Promise<void> {
    const { count, tookMs, waitedMs } = this.last;
    await this.precedence.giveWay(tookMs, waitedMs > LATE_MS ? WAITS : WAITS * count, LONGEST_MS);
  }

  /**
   * All of them at once, after one look at where they go. Each ends by itself; of one that did not leave `verdict` says what that means.
   * @param waitedMs how long the first of them has waited
   */
  async send(messages: readonly MailMessage[], waitedMs: number): Promise<PromiseSettledResult<HandedOver>[]> {
    const begun = performance.now();
    const each = messages.filter(({ to }, i) => messages.findIndex((first) => first.to === to) === i); // an address once
    const asked = () => Promise.all(each.map((message) => this.parties.reachedBy(message.to)));
    const reached = await this.uow.run(ACTOR, asked);
    const parties = new Set(each.filter((_, i) => reached[i]).map(({ to }) => to));
    const ends = await Promise.allSettled(messages.map((message) => this.leave(message, parties)));
    this.last = { count: messages.length, tookMs: performance.now() - begun, waitedMs };
    return ends;
  }

  private async leave(message: MailMessage, parties: ReadonlySet<string>): Promise<HandedOver> {
    if (parties.has(message.to)) throw new WouldReachAParty();
    return this.transport.send(message);
  }

  verdict(error: unknown): Verdict | 'PARTY' {
    return error instanceof WouldReachAParty ? 'PARTY' : this.transport.verdict(error);
  }
}
