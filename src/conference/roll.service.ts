import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { guestCame, type GuestCameRow, guestsWhoCame, invitationById, linesOf } from './attendance.queries.js';
import { minutesApproved } from './attendance.service.js';
import { attendanceView } from './attendance-view.js';
import type { AttendanceRollView, GuestAttendanceView, NewGuestAttendance } from './meeting-day.dto.js';
import { Sittings, stateOf } from './sittings.service.js';

/** The roll of a meeting: every agency, and the guests of its cases. */
@Injectable()
export class Roll {
  constructor(
    private readonly sittings: Sittings,
    private readonly maracs: MaracsReader,
    private readonly access: Access,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 404 */
  async read(meetingId: string): Promise<AttendanceRollView> {
    const sitting = await this.sittings.readable(meetingId);
    const { rules } = await this.sittings.rules(sitting);
    const day = { ...sitting, minutesOfGrace: rules.minutesOfGrace };
    const items = (await linesOf(meetingId)).map((row) => attendanceView(row, day));
    const members = await this.maracs.agenciesOf(sitting.maracId);
    const absent = members.filter(({ id }) => !items.some(({ agencyId }) => agencyId === id)).map(({ name }) => name);
    return { meetingId, items, absent, guests: (await guestsWhoCame(meetingId)).map(guestView) };
  }

  /**
   * A guest came to their slot, or left it. Again is no other guest.
   * @throws Problem 404; 403; 409 `not-planned`, `already-ended` for an invitation that was taken back; 422 `not-their-slot`,
   * `in-the-future`, `before-arrival`
   */
  async guest(guestId: string, input: NewGuestAttendance): Promise<GuestAttendanceView> {
    const invitation = await invitationById(guestId);
    if (!invitation) throw Problem.notFound();
    const sitting = await this.sittings.lockManaged(invitation.meetingId);
    await this.access.open(invitation.caseId, 'hold-meeting');
    if (['CANCELLED'].includes(stateOf(sitting))) throw notPlanned();
    if (sitting.frozenAt) throw minutesApproved();
    if (invitation.endedAt) throw Problem.conflict('already-ended', 'The invitation was taken back.');
    const now = present();
    const before = (await guestsWhoCame(invitation.meetingId)).find((one) => one.guestId === guestId);
    const arrivedAt = input.arrivedAt ? new Date(input.arrivedAt) : (before?.arrivedAt ?? now);
    const leftAt = input.leftAt ? new Date(input.leftAt) : null;
    checkSlot({ arrivedAt, leftAt }, invitation, now);
    const { actor } = tx();
    guestCame(invitation, arrivedAt, leftAt, `${actor.kind}:${actor.id}`);
    const { caseId: id, maracId } = invitation;
    this.audit.record({ action: 'guest.attended', subject: { kind: 'case', id }, maracId });
    const row = (await guestsWhoCame(invitation.meetingId)).find((one) => one.guestId === guestId);
    if (!row) throw new Error('the attendance just written is not there');
    return guestView(row);
  }
}

/** A guest is there in the time that was opened to them, and in no other. */
function checkSlot(
  came: { arrivedAt: Date; leftAt: Date | null },
  slot: { startsAt: Date; endsAt: Date },
  now: Date,
): void {
  const { arrivedAt, leftAt } = came;
  if (arrivedAt > now) throw Problem.at('/arrivedAt', 'in-the-future', 'This is yet to come.');
  if (arrivedAt < slot.startsAt || arrivedAt > slot.endsAt)
    throw Problem.at('/arrivedAt', 'not-their-slot', 'A guest comes to their own slot alone.');
  if (leftAt && leftAt > now) throw Problem.at('/leftAt', 'in-the-future', 'This is yet to come.');
  if (leftAt && leftAt < arrivedAt) throw Problem.at('/leftAt', 'before-arrival', 'Nobody leaves before they arrive.');
}

const guestView = (row: GuestCameRow): GuestAttendanceView => ({
  ...row,
  arrivedAt: row.arrivedAt.toISOString(),
  leftAt: row.leftAt?.toISOString() ?? null,
});
