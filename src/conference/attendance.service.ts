import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { IdentityReader } from '../identity/identity.reader.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { addLine, hasDeclared, lineById, lineInTheWay } from './attendance.queries.js';
import { lineProblems } from './attendance.rules.js';
import { attendanceView, changed, lineOf, sameLine } from './attendance-view.js';
import { Attendance } from './conference.entity.js';
import type { AttendanceChange, AttendanceView, NewAttendance } from './meeting-day.dto.js';
import { QuorumService } from './quorum.service.js';
import type { SittingRow } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

/** Who came to a meeting, for whom, when, and whose apologies there are. Written down by who manages it. */
@Injectable()
export class AttendanceService {
  private readonly lines = new Store(Attendance);

  constructor(
    private readonly sittings: Sittings,
    private readonly quorum: QuorumService,
    private readonly maracs: MaracsReader,
    private readonly identity: IdentityReader,
    private readonly audit: Audit,
  ) {}

  /**
   * Writes somebody down. The same again changes nothing, by its id or by the person.
   * @throws Problem 404; 403; 409 `not-planned`, `already-recorded`; 422 what does not fit together, `not-a-member`,
   * `not-of-the-agency`, `declaration-needed`
   */
  async record(meetingId: string, input: NewAttendance): Promise<AttendanceView> {
    const sitting = await this.sittings.lockManaged(meetingId);
    if (stateOf(sitting) === 'CANCELLED') throw notPlanned();
    if (sitting.frozenAt) throw minutesApproved();
    const { actor } = tx();
    const { maracId } = sitting;
    const line = lineOf(input, { id: newId(), meetingId, maracId, recordedBy: `${actor.kind}:${actor.id}` }, present());
    await this.check(line);
    if ((await addLine(line)) === 0) {
      const there = await lineInTheWay(line);
      if (!there || there.meetingId !== meetingId || !sameLine(there, input))
        throw Problem.conflict('already-recorded', 'This person is written down already. Change that line instead.');
      return this.view(there.id, sitting);
    }
    this.audit.record({ action: 'attendance.recorded', subject: { kind: 'meeting', id: meetingId }, maracId });
    await this.quorum.follow(sitting);
    return this.view(line.id, sitting);
  }

  /** They came late, left, came back, or were written down by mistake. @throws as `record`; 412 stale */
  async change(id: string, version: number, input: AttendanceChange): Promise<AttendanceView> {
    const seen = await this.lines.byId(id);
    if (!seen) throw Problem.notFound();
    const sitting = await this.sittings.lockManaged(seen.meetingId);
    const line = await this.lines.lockById(id);
    if (!line) throw Problem.notFound();
    if (line.version !== version) throw new StaleVersion();
    if (line.removedAt) throw Problem.conflict('already-removed', 'This line was taken away.');
    if (sitting.frozenAt) throw minutesApproved();
    const now = present();
    const next: Attendance = input.mistaken ? { ...line, removedAt: now } : changed(line, input);
    if (!input.mistaken) await this.check(next);
    await this.lines.update(next);
    const { maracId, meetingId } = line;
    const action = input.mistaken ? 'attendance.removed' : 'attendance.changed';
    this.audit.record({ action, subject: { kind: 'meeting', id: meetingId }, maracId });
    await this.quorum.follow(sitting);
    return this.view(id, sitting);
  }

  private async view(id: string, sitting: SittingRow): Promise<AttendanceView> {
    const row = await lineById(id);
    if (!row) throw new Error('the line just written is not there');
    const { rules } = await this.sittings.rules(sitting);
    return attendanceView(row, { ...sitting, minutesOfGrace: rules.minutesOfGrace });
  }

  private async check(line: Attendance): Promise<void> {
    const errors = lineProblems(line, present());
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The attendance was not accepted.', errors);
    const { meetingId, maracId, agencyId, userId, cameAs, signedOnPaper } = line;
    const members = await this.maracs.agenciesOf(maracId);
    if (!members.some(({ id }) => id === agencyId) && cameAs !== 'OBSERVER')
      throw Problem.at('/agencyId', 'not-a-member', 'No agency of the MARAC.');
    if (!(await this.maracs.agency(agencyId))) throw Problem.at('/agencyId', 'unknown', 'There is no such agency.');
    if (userId && (await this.identity.agencyOf(userId)) !== agencyId)
      throw Problem.at('/userId', 'not-of-the-agency', 'The agency has no such person.');
    if (cameAs !== 'OBSERVER' || signedOnPaper) return;
    if (!userId || !(await hasDeclared(meetingId, userId)))
      throw Problem.at(
        '/signedOnPaper',
        'declaration-needed',
        'An observer declares confidentiality before they sit in.',
      );
  }
}

/** 409 for what would change a record on which approved minutes rest. */
export function minutesApproved(): Problem {
  return Problem.conflict('minutes-approved', 'The minutes were approved: this stays as it is.');
}
