import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { todayIn } from '../platform/values/dates.js';
import { notPlanned } from './agenda.service.js';
import { Declaration } from './meeting.entity.js';
import { meetingById, type MeetingRow } from './meetings.queries.js';
import { PAPERS, type PapersRules } from './papers-rules.js';
import type { DeclarationsView, NewDeclaration } from './papers.dto.js';
import {
  circulatedAt,
  declarationsOf,
  lockToCirculate,
  papersWait,
  setCirculated,
  type ToCirculate,
} from './papers.queries.js';

registerConstraint('declared_once', {
  status: 409,
  code: 'declared-already',
  title: 'You declared this before, at the same moment.',
});

/**
 * Who may read a meeting's papers. Once its list was circulated, they wait for each reader's declaration of confidentiality,
 * made for this meeting; those who make the papers do not wait, and declare like everybody who attends.
 */
@Injectable()
export class MeetingPapers {
  private readonly declarations = new Store(Declaration);

  constructor(
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
  ) {}

  /** Declares confidentiality for a meeting; again changes nothing. @throws Problem 404; 409 `not-planned`; 422 `another-version` */
  async declare(meetingId: string, { statementVersion }: NewDeclaration): Promise<DeclarationsView> {
    const { actor } = tx();
    const meeting = await this.meeting(meetingId);
    if (meeting.status === 'CANCELLED') throw notPlanned();
    const rules = await this.rules(meeting.maracId);
    if (statementVersion !== rules.statementVersion)
      throw Problem.at('/statementVersion', 'another-version', 'The statement is another one now. Read it again.');
    const before = await declarationsOf(meetingId);
    if (actor.agencyId && !before.some(({ userId }) => userId === actor.id)) {
      const { maracId } = meeting;
      const by = { userId: actor.id, agencyId: actor.agencyId };
      this.declarations.insert({ id: newId(), meetingId, maracId, statementVersion, ...by });
      this.audit.record({ action: 'confidentiality.declared', subject: { kind: 'meeting', id: meetingId }, maracId });
      await tx().settle();
    }
    return this.view(meeting, rules);
  }

  /** The statement, and who declared it. @throws Problem 404 */
  async register(meetingId: string): Promise<DeclarationsView> {
    const meeting = await this.meeting(meetingId);
    return this.view(meeting, await this.rules(meeting.maracId));
  }

  /** True while the papers wait for this reader; never for those who manage the meetings of the MARAC. @throws Problem 404 */
  async waitFor(meetingId: string, maracId: string): Promise<boolean> {
    if (tx().actor.may('meetings:manage', maracId)) return false;
    const waits = await papersWait(meetingId);
    if (waits === undefined) throw Problem.notFound();
    return waits;
  }

  /** The meeting, locked, for who may circulate its list. @throws Problem 404; 403; 409 `not-planned` */
  async lockToCirculate(meetingId: string): Promise<ToCirculate> {
    await this.managed(meetingId);
    const meeting = await lockToCirculate(meetingId);
    if (!meeting) throw notPlanned();
    return meeting;
  }

  /** @throws Problem 404; 403 unless the actor manages the meetings of its MARAC */
  async managed(meetingId: string): Promise<MeetingRow> {
    const meeting = await meetingById(meetingId);
    if (!meeting || !tx().actor.may('meetings:read', meeting.maracId)) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', meeting.maracId)) throw Problem.notAllowed();
    return meeting;
  }

  /** From now on the papers wait for declarations. */
  markCirculated(meetingId: string): void {
    setCirculated(meetingId);
  }

  circulatedAt(meetingId: string): Promise<Date | null> {
    return circulatedAt(meetingId);
  }

  private async meeting(meetingId: string): Promise<MeetingRow> {
    const meeting = await meetingById(meetingId);
    if (!meeting || !tx().actor.may('declarations:sign', meeting.maracId)) throw Problem.notFound();
    return meeting;
  }

  private async rules(maracId: string): Promise<PapersRules> {
    return (await this.maracs.rules(maracId, PAPERS, todayIn(TIME_ZONE, new Date()))).rules;
  }

  private async view({ id, maracId }: MeetingRow, rules: PapersRules): Promise<DeclarationsView> {
    const { statementVersion, statement } = rules;
    const register = await declarationsOf(id);
    const declared = register.some(({ userId }) => userId === tx().actor.id);
    return {
      meetingId: id,
      statementVersion,
      statement,
      declared,
      papersWait: await this.waitFor(id, maracId),
      register,
    };
  }
}

/** 403 for papers that wait: that there is a meeting is known to every member. */
export function declarationNeeded(): Problem {
  return new Problem(403, 'declaration-needed', 'Declare confidentiality for this meeting first.');
}
