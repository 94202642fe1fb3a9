import { Injectable } from '@nestjs/common';
import { PartyContacts } from '../conflicts/party-contacts.reader.js';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { type HandedOver, type MailMessage, MailTransport } from './mail-transport.js';
import type { Verdict } from './verdict.rules.js';

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
  constructor(
    private readonly transport: MailTransport,
    private readonly parties: PartyContacts,
    private readonly uow: UnitOfWork,
  ) {}

  /** @throws when it did not leave; `verdict` says what that means */
  async send(message: MailMessage): Promise<HandedOver> {
    if (await this.uow.run(ACTOR, () => this.parties.reachedBy(message.to))) throw new WouldReachAParty();
    return this.transport.send(message);
  }

  verdict(error: unknown): Verdict | 'PARTY' {
    return error instanceof WouldReachAParty ? 'PARTY' : this.transport.verdict(error);
  }
}
