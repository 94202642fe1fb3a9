import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { intentionsOf, sayIntention } from './attendance.queries.js';
import type { IntentionsView, NewIntention } from './meeting-day.dto.js';
import type { SittingRow } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

/** Agencies say beforehand whether they come: what a forecast of the quorum is made from. */
@Injectable()
export class Intentions {
  constructor(
    private readonly sittings: Sittings,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 404 */
  async read(meetingId: string): Promise<IntentionsView> {
    return this.view(await this.sittings.readable(meetingId));
  }

  /**
   * Says whether an agency comes: one's own, or, for who manages the meeting, any. What was said last counts.
   * @throws Problem 404; 403 for another's agency; 409 `not-planned`; 422 `not-a-member`
   */
  async say(meetingId: string, input: NewIntention): Promise<IntentionsView> {
    const sitting = await this.sittings.readable(meetingId);
    const { maracId } = sitting;
    const { actor } = tx();
    const agencyId = input.agencyId ?? actor.agencyId;
    const own = agencyId === actor.agencyId && actor.may('information:share', maracId);
    if (!own && !actor.may('meetings:manage', maracId)) throw Problem.notAllowed();
    if (!['PLANNED', 'OPEN'].includes(stateOf(sitting))) throw notPlanned();
    const members = await this.maracs.agenciesOf(maracId);
    if (!agencyId || !members.some(({ id }) => id === agencyId))
      throw Problem.at('/agencyId', 'not-a-member', 'No agency of the MARAC.');
    const { coming, deputy = '' } = input;
    const people = coming === 'NO' ? 0 : (input.people ?? 1);
    const by = `${actor.kind}:${actor.id}`;
    sayIntention({ id: newId(), meetingId, maracId, agencyId, coming, people, deputy, by });
    this.audit.record({
      action: 'attendance.intended',
      subject: { kind: 'meeting', id: meetingId },
      maracId,
      code: coming,
    });
    await tx().settle();
    return this.view(sitting);
  }

  private async view({ meetingId, maracId }: SittingRow): Promise<IntentionsView> {
    const said = await intentionsOf(meetingId);
    const members = await this.maracs.agenciesOf(maracId);
    const items = said.map(({ kind: _kind, ...intention }) => intention);
    const silent = members.filter(({ id }) => !said.some(({ agencyId }) => agencyId === id)).map(({ name }) => name);
    return { meetingId, items, silent };
  }
}
