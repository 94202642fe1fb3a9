import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import type { CopyView, PapersRecall, PapersView } from './papers.dto.js';
import { Recall } from './papers.entity.js';
import { PAPERS_RECALLED } from './papers.events.js';
import {
  callBack,
  copiesOf,
  copyById,
  destroyed,
  lockCopies,
  type MeetingFacts,
  recallsOf,
  release,
} from './papers.queries.js';
import { Readers } from './readers.service.js';

/** The register of copies, and their recall. */
@Injectable()
export class Register {
  private readonly recalls = new Store(Recall);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly readers: Readers,
  ) {}

  /** How a meeting's papers stand, with one's own copies; all copies for those who manage it. @throws Problem 404 */
  async read(meetingId: string): Promise<PapersView> {
    const meeting = await this.readers.meeting(meetingId);
    this.audit.record({
      action: 'papers.register-read',
      subject: { kind: 'meeting', id: meetingId },
      maracId: meeting.maracId,
    });
    return this.view(meeting);
  }

  /**
   * Calls copies back. All of them: no other leaves until the papers are released again, since what was wrong still is.
   * @throws Problem 404; 403; 409 `recalled-already`, `nothing-to-recall`; 422 `unknown`
   */
  async recall(meetingId: string, { reason, copyIds }: PapersRecall): Promise<PapersView> {
    const meeting = await this.readers.managed(meetingId);
    const { maracId } = meeting;
    await this.uow.elevated(() => lockCopies(meetingId, 0));
    const copies = copyIds ? await this.numbers(meetingId, copyIds) : null;
    const { stopped } = await this.readers.meeting(meetingId);
    if (!copies && stopped) throw Problem.conflict('recalled-already', 'All copies were called back before.');
    const id = newId();
    this.recalls.insert({ id, meetingId, maracId, reason, copies, recalledBy: tx().actor.id });
    const called = await callBack(meetingId, id, copies);
    if (copies && called.length === 0)
      throw Problem.conflict('nothing-to-recall', 'These copies were called back before.');
    this.audit.record({
      action: 'papers.recalled',
      subject: { kind: 'meeting', id: meetingId },
      maracId,
      code: reason,
    });
    this.outbox.publish({ name: PAPERS_RECALLED, ids: { recallId: id, meetingId, maracId } });
    return this.view(await this.readers.meeting(meetingId));
  }

  /** Papers leave again; what was called back stays so, and later copies say it. @throws Problem 404; 403; 409 `not-recalled` */
  async release(meetingId: string): Promise<PapersView> {
    const { maracId } = await this.readers.managed(meetingId);
    await this.uow.elevated(() => lockCopies(meetingId, 0));
    if ((await release(meetingId, tx().actor.id)) === 0)
      throw Problem.conflict('not-recalled', 'The papers are not called back.');
    this.audit.record({ action: 'papers.released', subject: { kind: 'meeting', id: meetingId }, maracId });
    return this.view(await this.readers.meeting(meetingId));
  }

  /** Whoever a copy is for says that it is destroyed; again changes nothing. @throws Problem 404; 403; 409 `not-handed-out` */
  async destroy(copyId: string): Promise<CopyView> {
    const { actor } = tx();
    const copy = await copyById(copyId);
    if (!copy) throw Problem.notFound();
    if (copy.userId !== actor.id) throw Problem.notAllowed();
    if (!copy.handedOutAt) throw Problem.conflict('not-handed-out', 'This copy never left.');
    if ((await destroyed(copyId, actor.id)) > 0)
      this.audit.record({ action: 'paper.destroyed', subject: { kind: 'paper-copy', id: copyId } });
    return (await copyById(copyId))!;
  }

  private async numbers(meetingId: string, copyIds: readonly string[]): Promise<number[]> {
    const known = new Map((await copiesOf(meetingId)).map(({ id, number }) => [id, number]));
    const errors = copyIds.flatMap((id, i) =>
      known.has(id) ? [] : [{ pointer: `/copyIds/${i}`, code: 'unknown', detail: 'There is no such copy.' }],
    );
    if (errors.length > 0) throw new Problem(422, 'invalid-input', 'The input was not accepted.', errors);
    return copyIds.map((id) => known.get(id)!);
  }

  private async view({ id, circulatedAt, declared, stopped }: MeetingFacts): Promise<PapersView> {
    const [recalls, copies] = [await recallsOf(id), await copiesOf(id)];
    return { meetingId: id, circulatedAt: circulatedAt?.toISOString() ?? null, declared, stopped, recalls, copies };
  }
}
