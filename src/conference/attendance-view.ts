import type { AttendanceRow } from './attendance.queries.js';
import { attended } from './attendance.rules.js';
import type { Attendance } from './conference.entity.js';
import type { AttendanceChange, AttendanceView, NewAttendance } from './meeting-day.dto.js';

const at = (instant: string | undefined): Date | null => (instant === undefined ? null : new Date(instant));

/** A new line from what was sent; who comes arrives now unless it was said when. */
export function lineOf(
  input: NewAttendance,
  about: Pick<Attendance, 'id' | 'meetingId' | 'maracId' | 'recordedBy'>,
  now: Date,
): Attendance {
  const { agencyId, cameAs, userId = null, name = '', post = '' } = input;
  const arrives = cameAs === 'APOLOGIES' ? null : now;
  return {
    ...about,
    id: input.id ?? about.id,
    agencyId,
    cameAs,
    userId,
    name,
    post,
    arrivedAt: at(input.arrivedAt) ?? arrives,
    leftAt: at(input.leftAt),
    informationSent: input.informationSent ?? null,
    informationReceivedOn: input.informationReceivedOn ?? null,
    signedOnPaper: input.signedOnPaper ?? false,
    removedAt: null,
    version: 1,
  };
}

/** True when a line says what was sent: what was left out of it may be anything. */
export function sameLine(line: Attendance, input: NewAttendance): boolean {
  const arrived = input.arrivedAt === undefined || line.arrivedAt?.getTime() === Date.parse(input.arrivedAt);
  return (
    arrived &&
    !line.removedAt &&
    line.agencyId === input.agencyId &&
    line.cameAs === input.cameAs &&
    line.userId === (input.userId ?? null) &&
    line.name === (input.name ?? '') &&
    line.post === (input.post ?? '') &&
    line.informationSent === (input.informationSent ?? null) &&
    line.informationReceivedOn === (input.informationReceivedOn ?? null)
  );
}

/** The line as it is to be. Who changes to apologies did not arrive; who is back has not left. */
export function changed(line: Attendance, input: AttendanceChange): Attendance {
  const apologises = input.cameAs === 'APOLOGIES';
  return {
    ...line,
    cameAs: input.cameAs,
    post: input.post ?? '',
    arrivedAt: at(input.arrivedAt) ?? (apologises ? null : line.arrivedAt),
    leftAt: at(input.leftAt),
    informationSent: input.informationSent ?? null,
    informationReceivedOn: input.informationReceivedOn ?? null,
    signedOnPaper: input.signedOnPaper ?? false,
  };
}

export function attendanceView(
  row: AttendanceRow,
  day: { openedAt: Date | null; closedAt: Date | null; minutesOfGrace: number },
): AttendanceView {
  return {
    ...row,
    attended: attended(row, day),
    arrivedAt: row.arrivedAt?.toISOString() ?? null,
    leftAt: row.leftAt?.toISOString() ?? null,
  };
}
