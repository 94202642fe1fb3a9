import { Injectable } from '@nestjs/common';
import { Roll } from '../conference/roll.service.js';
import { QuorumService } from '../conference/quorum.service.js';
import { Sittings } from '../conference/sittings.service.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { materialOf } from './assembly.queries.js';
import { assemble, type Part } from './assembly.rules.js';
import { contentHash, written } from './hashes.rules.js';
import { MinutesTexts } from './minutes-texts.js';

export interface Assembled {
  head: string;
  parts: Part[];
  contentHash: string;
}

/** Puts minutes together from what stands in the record of the meeting and of each of its cases. */
@Injectable()
export class Assembly {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly meetings: MeetingsService,
    private readonly sittings: Sittings,
    private readonly roll: Roll,
    private readonly quorum: QuorumService,
    private readonly texts: MinutesTexts,
  ) {}

  /**
   * The minutes as they would be now. As the system, since a case may be hidden from whoever drafts; nothing of it is shown to them.
   * @throws Problem 422 `protected-address-in-text`: a place that became known after it was minuted does not go out
   */
  async of(meetingId: string): Promise<Assembled> {
    const head = written(await this.head(meetingId));
    const parts = assemble(await this.uow.elevated(() => materialOf(meetingId)));
    await this.texts.check(parts);
    return { head, parts, contentHash: contentHash(head, parts) };
  }

  private async head(meetingId: string) {
    const { heldOn, startsAt, venue } = await this.meetings.byId(meetingId);
    const { openedAt, closedAt, chair, noteTaker } = await this.sittings.read(meetingId);
    const { items, absent } = await this.roll.read(meetingId);
    const { changes } = await this.quorum.read(meetingId);
    const attendance = items.map(
      ({ agency, name, post, attended, arrivedAt, leftAt, informationReceivedOn, declared }) => ({
        ...{ agency, name, post, attended, arrivedAt, leftAt, informationReceivedOn, declared },
      }),
    );
    return {
      ...{ heldOn, startsAt, venue, openedAt, closedAt, chair, noteTaker, attendance, absent },
      quorum: changes.map(({ at, quorate, withChildren }) => ({ at, quorate, withChildren })),
    };
  }
}
