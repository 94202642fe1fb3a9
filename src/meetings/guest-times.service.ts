import { Injectable } from '@nestjs/common';
import { SharingTimes } from '../access/sharing-times.service.js';
import { Outbox } from '../platform/events/outbox.js';
import { GUEST_INVITED, GUEST_SLOT_CHANGED } from './meetings.events.js';

/** A guest's invitation, as far as its time goes. */
export interface Invitation {
  id: string;
  meetingId: string;
  maracId: string;
}

/** The time in which a guest may open their case: it follows the slot, and whoever it is about is told. */
@Injectable()
export class GuestTimes {
  constructor(
    private readonly times: SharingTimes,
    private readonly outbox: Outbox,
  ) {}

  begin(guest: Invitation): void {
    this.tell(GUEST_INVITED, guest);
  }

  async move(guest: Invitation & { startsAt: Date }, from: Date, until: Date): Promise<void> {
    await this.times.move({ origin: 'GUEST', originId: guest.id }, from, until);
    if (guest.startsAt.getTime() !== from.getTime()) this.tell(GUEST_SLOT_CHANGED, guest);
  }

  async end(guest: Invitation, because: string): Promise<void> {
    await this.times.end({ origin: 'GUEST', originId: guest.id }, because);
    this.tell(GUEST_SLOT_CHANGED, guest);
  }

  private tell(name: string, { id: guestId, meetingId, maracId }: Invitation): void {
    this.outbox.publish({ name, ids: { guestId, meetingId, maracId } });
  }
}
