import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';

const MOST = 10_000;

/** Whose meeting is this? It never changes, so each process asks once and reads of a meeting need no round trip for it. */
@Injectable()
export class MeetingMaracs {
  private readonly known = new Map<string, string>();

  /**
   * Id of the MARAC; undefined when there is no such meeting for the reader. That somebody else's meeting is known here tells
   * nobody anything: whoever asks is held to their permission in that MARAC, and row-level security to the rest.
   */
  async of(meetingId: string): Promise<string | undefined> {
    const known = this.known.get(meetingId);
    if (known) return known;
    const row = await tx().one<{ maracId: string }>(
      'select m.marac_id as "maracId" from meetings.meetings m where m.id = $1',
      [meetingId],
    );
    if (this.known.size >= MOST) this.known.clear();
    if (row) this.known.set(meetingId, row.maracId);
    return row?.maracId;
  }
}
