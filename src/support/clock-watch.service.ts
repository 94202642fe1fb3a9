import { Injectable } from '@nestjs/common';
import { Actor } from '../platform/db/actor.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { WhenDue } from '../platform/due/when-due.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { defineJob, Handles } from '../platform/queue/job.js';
import { EMERGENCY_ACCEPTED, REFERRAL_SUBMITTED } from '../referrals/referrals.events.js';
import { clockless, clocksToLookAt } from './clocks.queries.js';
import { ContactClocks } from './contact-clocks.service.js';
import { CONTACT_DUE } from './support.events.js';

/** Goes through referrals and clocks themselves, in case an event or a due row were lost, and after days were closed. */
export const SWEEP_CONTACT_CLOCKS = defineJob({ name: 'support.sweep-clocks', every: '5m', transaction: 'own' });

type Ids = Record<string, string>;

/** A victim whom nobody tries to reach is told of, whatever happened to the process that was to tell. */
@Injectable()
export class ClockWatch {
  constructor(
    private readonly clocks: ContactClocks,
    private readonly uow: UnitOfWork,
  ) {}

  @Subscribes(REFERRAL_SUBMITTED, 'support.start-contact-clock')
  async submitted({ referralId = '' }: Ids): Promise<void> {
    await this.clocks.start(referralId);
  }

  /** From now on it is counted in hours. */
  @Subscribes(EMERGENCY_ACCEPTED, 'support.hurry-contact-clock')
  async emergency({ referralId = '' }: Ids): Promise<void> {
    await this.clocks.start(referralId);
    await this.clocks.look(referralId);
  }

  @WhenDue(CONTACT_DUE)
  async whenDue(clockId: string): Promise<void> {
    await this.clocks.look(clockId);
  }

  /** The guarantee behind the due rows. One poison case does not keep the others from being told of. */
  @Handles(SWEEP_CONTACT_CLOCKS)
  async sweep(): Promise<void> {
    const actor = Actor.system(SWEEP_CONTACT_CLOCKS.name);
    await this.uow.each(actor, this.waiting(actor), (look) => look());
  }

  private async *waiting(actor: Actor): AsyncGenerator<() => Promise<void>> {
    for await (const id of this.uow.found(actor, clockless)) yield () => this.clocks.start(id);
    for await (const id of this.uow.found(actor, clocksToLookAt)) yield () => this.clocks.look(id);
  }
}
