import { Injectable } from '@nestjs/common';
import { SharingTimes } from '../access/sharing-times.service.js';
import { Guests } from './guests.service.js';

const BECAUSE = 'the meeting was cancelled';

/** What people were let in to for a meeting that does not take place. */
@Injectable()
export class Leaving {
  constructor(
    private readonly times: SharingTimes,
    private readonly guests: Guests,
  ) {}

  async endSharing(meetingId: string): Promise<void> {
    await this.times.end({ origin: 'CIRCULATION', originId: meetingId }, BECAUSE);
  }

  async endGuests(itemId: string): Promise<void> {
    await this.guests.endAll(itemId, BECAUSE);
  }
}
