import { Injectable } from '@nestjs/common';
import { GUEST_INVITED, GUEST_SLOT_CHANGED } from '../meetings/meetings.events.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { Subscribes } from '../platform/events/subscribes.js';
import { present } from '../platform/values/clock.js';
import type { NoticeKind } from './notice.rules.js';
import { Recipients } from './recipients.service.js';
import { Tell } from './tell.service.js';

type Ids = Record<string, string>;

/** A digest of the next working day comes too late for a slot before it, or on it. */
const SOON_MS = 3 * 24 * 3_600_000;

/** Guests come to no meeting otherwise, and hear of no change of its list: only of their own slot, and there not whom it is about. */
@Injectable()
export class GuestSubscriber {
  constructor(
    private readonly recipients: Recipients,
    private readonly tell: Tell,
    private readonly meetings: MeetingsReader,
  ) {}

  @Subscribes(GUEST_INVITED, 'notifications.tell-guest')
  invited(ids: Ids, eventId: string): Promise<void> {
    return this.guest('GUEST_INVITED', ids, eventId);
  }

  @Subscribes(GUEST_SLOT_CHANGED, 'notifications.tell-guest-of-change')
  changed(ids: Ids, eventId: string): Promise<void> {
    return this.guest('GUEST_SLOT_CHANGED', ids, eventId);
  }

  private async guest(kind: NoticeKind, { guestId = '', maracId = '' }: Ids, eventId: string): Promise<void> {
    const guest = await this.meetings.guest(guestId);
    if (!guest || guest.slotAt < present()) return;
    const userIds = await this.recipients.ofGuest(maracId, guest);
    const urgent = guest.slotAt.getTime() - present().getTime() < SOON_MS;
    await this.tell.ofMarac(userIds, { kind, maracId, subjectId: guestId, eventId, urgent });
  }
}
