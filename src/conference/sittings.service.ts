import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { Sitting } from './conference.entity.js';
import { MEETING_OPENED } from './conference.events.js';
import { CONFERENCE, type ConferenceRules } from './conference-rules.js';
import type { NewOpening, SittingState, SittingView } from './meeting-day.dto.js';
import { changesOf } from './quorum.queries.js';
import { quorumLost } from './quorum-lost.rules.js';
import { freezeSitting, lockMeeting, sittingOf, type SittingRow } from './sittings.queries.js';

/** How far a meeting is: planned, open, closed. */
@Injectable()
export class Sittings {
  private readonly sittings = new Store(Sitting);

  constructor(
    private readonly maracs: MaracsReader,
    private readonly identity: IdentityReader,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /** How far the meeting is. @throws Problem 404 */
  async read(meetingId: string): Promise<SittingView> {
    return this.view(await this.readable(meetingId));
  }

  /**
   * Opens the meeting. Again, while it is open, changes nothing.
   * @throws Problem 404; 403; 409 `not-planned`; 422 `before-its-day`, `not-a-chair`, `unknown`
   */
  async open(meetingId: string, input: NewOpening): Promise<SittingView> {
    const sitting = await this.lockManaged(meetingId);
    const state = stateOf(sitting);
    if (state === 'OPEN') return this.view(sitting);
    if (state !== 'PLANNED') throw notPlanned();
    const now = present();
    const { maracId, heldOn } = sitting;
    if (todayIn(TIME_ZONE, now) < heldOn && !input.beforeItsDay)
      throw Problem.at('/beforeItsDay', 'before-its-day', 'Its day has yet to come. To open it all the same, say so.');
    await this.checkPeople(maracId, input);
    const { version } = await this.maracs.rules(maracId, CONFERENCE, heldOn);
    const { actor } = tx();
    const openedBy = `${actor.kind}:${actor.id}`;
    const noteTakerId = input.noteTakerId ?? (actor.kind === 'user' ? actor.id : null);
    const chairId = input.chairId ?? null;
    this.sittings.insert({
      id: meetingId,
      maracId,
      openedAt: now,
      openedBy,
      chairId,
      noteTakerId,
      ruleVersion: version,
    });
    this.outbox.publish({ name: MEETING_OPENED, ids: { meetingId, maracId } });
    this.audit.record({ action: MEETING_OPENED, subject: { kind: 'meeting', id: meetingId }, maracId });
    await tx().settle();
    return this.read(meetingId);
  }

  /** @throws Problem 404 for who may not know of the meeting */
  async readable(meetingId: string): Promise<SittingRow> {
    const sitting = await sittingOf(meetingId);
    if (!sitting || !tx().actor.may('meetings:read', sitting.maracId)) throw Problem.notFound();
    return sitting;
  }

  /** The meeting, locked, for who manages the meetings of its MARAC. @throws Problem 404; 403 */
  async lockManaged(meetingId: string): Promise<SittingRow> {
    const seen = await this.readable(meetingId);
    if (!tx().actor.may('meetings:manage', seen.maracId)) throw Problem.notAllowed();
    await lockMeeting(meetingId);
    return this.readable(meetingId);
  }

  /** The record of the meeting stays as it is: its minutes were approved. The caller holds the lock of the meeting. */
  freeze(meetingId: string): void {
    freezeSitting(meetingId, new Date());
  }

  /** The record may be changed again: its minutes are corrected, or were taken back. */
  unfreeze(meetingId: string): void {
    freezeSitting(meetingId, null);
  }

  /** By the rules of its day. */
  async rules({ maracId, heldOn }: SittingRow): Promise<{ version: number; rules: ConferenceRules }> {
    return this.maracs.rules(maracId, CONFERENCE, heldOn);
  }

  private async view(sitting: SittingRow): Promise<SittingView> {
    const lost = stateOf(sitting) === 'OPEN' ? quorumLost(await changesOf(sitting.meetingId)) : null;
    const { meetingId, openedAt, closedAt, chair, noteTaker, version } = sitting;
    return {
      meetingId,
      state: stateOf(sitting),
      openedAt: openedAt?.toISOString() ?? null,
      closedAt: closedAt?.toISOString() ?? null,
      chair,
      noteTaker,
      quorumLost: lost?.loss ?? null,
      quorumLostAt: lost?.at.toISOString() ?? null,
      version,
    };
  }

  private async checkPeople(maracId: string, { chairId, noteTakerId }: NewOpening): Promise<void> {
    if (chairId) {
      const chairs = await this.identity.peopleToTell(maracId, null, ['CHAIR']);
      if (!chairs.some(({ id }) => id === chairId))
        throw Problem.at('/chairId', 'not-a-chair', 'This MARAC has no such chair.');
    }
    if (noteTakerId && !(await this.identity.agencyOf(noteTakerId)))
      throw Problem.at('/noteTakerId', 'unknown', 'There is no such person.');
  }
}

/** Where a meeting is on its way from planned to closed. */
export function stateOf({
  status,
  openedAt,
  closedAt,
}: Pick<SittingRow, 'status' | 'openedAt' | 'closedAt'>): SittingState {
  if (status === 'CANCELLED') return 'CANCELLED';
  if (closedAt || status === 'HELD') return 'CLOSED';
  return openedAt ? 'OPEN' : 'PLANNED';
}
