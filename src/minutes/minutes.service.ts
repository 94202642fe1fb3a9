import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { Sittings, stateOf } from '../conference/sittings.service.js';
import { newId } from '../platform/db/ids.js';
import { StaleVersion, Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Outbox } from '../platform/events/outbox.js';
import { Problem } from '../platform/http/problem.js';
import { type ApprovalRefusal, refuseApproval } from './approval.rules.js';
import { type Assembled, Assembly } from './assembly.service.js';
import { approvedHash } from './hashes.rules.js';
import { MinutesPart, MinutesVersion } from './minutes.entity.js';
import { MINUTES_APPROVED, MINUTES_RECALLED } from './minutes.events.js';
import { MinutesTexts } from './minutes-texts.js';
import { markApproved, markRecalled, nextNumber, partsOf, supersede, versionsOf } from './minutes.queries.js';

/** Minutes are drafted, approved by a chair who did not draft them, corrected as a new version, and taken back if they must be. */
@Injectable()
export class Minutes {
  private readonly versions = new Store(MinutesVersion);
  private readonly parts = new Store(MinutesPart);

  constructor(
    private readonly sittings: Sittings,
    private readonly assembly: Assembly,
    private readonly texts: MinutesTexts,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /**
   * Drafts the minutes of a meeting that closed, from what stands in its record; a draft before it is superseded. Of minutes that were
   * approved this begins a correction: the record may be changed again, and those that stand stand until the new ones are approved.
   * @throws Problem 404; 403; 409 `not-closed`; 422 `required`, `not-wanted`, `protected-address-in-text`
   */
  async draft(meetingId: string, reason: string | undefined): Promise<string> {
    const sitting = await this.sittings.lockManaged(meetingId);
    if (stateOf(sitting) !== 'CLOSED' || !sitting.closedAt)
      throw Problem.conflict('not-closed', 'The meeting is not closed yet.');
    const because = await this.reasonOf(meetingId, reason);
    const assembled = await this.assembly.of(meetingId);
    await this.texts.checkReason(assembled.parts, because);
    if (sitting.frozenAt) this.sittings.unfreeze(meetingId);
    await supersede(meetingId, 'DRAFT');
    const { maracId } = sitting;
    const id = this.insert({ meetingId, maracId, reason: because }, assembled);
    await this.uow.elevated(async () => {
      for (const part of assembled.parts)
        this.parts.insert({ id: newId(), versionId: id, meetingId, maracId, ...part });
      await tx().settle();
    });
    this.audit.record({ action: 'minutes.drafted', subject: { kind: 'meeting', id: meetingId }, maracId });
    return id;
  }

  /**
   * A chair approves a draft that somebody else made, if the record still says the same. From then on the record stays as it is.
   * @throws Problem 404; 403, 403 `own-minutes`; 409 `not-a-draft`, `draft-outdated`; 412 stale; 422 `protected-address-in-text`
   */
  async approve(id: string, version: number): Promise<void> {
    const draft = await this.lock(id, version);
    const { meetingId, maracId } = draft;
    const approvedBy = hand();
    // who may not approve at all is told so before anything is put together anew
    const early = refuseApproval(draft, approvedBy, draft.contentHash);
    if (early) throw problemOf(early);
    const refused = refuseApproval(draft, approvedBy, (await this.assembly.of(meetingId)).contentHash);
    if (refused) throw problemOf(refused);
    const number = await nextNumber(meetingId);
    const approvedAt = new Date();
    const { reason, draftedBy, contentHash } = draft;
    const hash = approvedHash({ meetingId, number, reason, draftedBy, approvedBy, approvedAt }, contentHash);
    await supersede(meetingId, 'APPROVED');
    markApproved(id, { number, hash, by: approvedBy, at: approvedAt });
    this.sittings.freeze(meetingId);
    this.tell(MINUTES_APPROVED, draft);
    this.audit.record({ action: MINUTES_APPROVED, subject: { kind: 'meeting', id: meetingId }, maracId });
  }

  /** Takes approved minutes back: nobody reads them any more but who keeps them. @throws Problem 404; 403; 409 `not-approved`; 412; 422 */
  async recall(id: string, version: number, recalledBecause: string): Promise<void> {
    const minutes = await this.lock(id, version);
    if (minutes.status !== 'APPROVED') throw Problem.conflict('not-approved', 'These minutes do not stand.');
    const parts = await this.uow.elevated(() => partsOf(id));
    await this.texts.checkReason(parts, recalledBecause);
    markRecalled(id, hand(), recalledBecause);
    this.sittings.unfreeze(minutes.meetingId);
    this.tell(MINUTES_RECALLED, minutes);
    const { meetingId, maracId } = minutes;
    this.audit.record({ action: MINUTES_RECALLED, subject: { kind: 'meeting', id: meetingId }, maracId });
  }

  /** The first minutes need no reason; what corrects approved ones does, and keeps it from draft to draft. */
  private async reasonOf(meetingId: string, reason: string | undefined): Promise<string> {
    const before = await versionsOf(meetingId);
    const corrects = before.some(({ number }) => number !== null);
    if (!corrects && reason)
      throw Problem.at('/reason', 'not-wanted', 'There are no minutes yet that this would correct.');
    const kept = before.find(({ status }) => status === 'DRAFT')?.reason;
    if (corrects && !reason && !kept)
      throw Problem.at('/reason', 'required', 'Say why minutes that were approved are corrected.');
    return reason ?? kept ?? '';
  }

  private insert(of: { meetingId: string; maracId: string; reason: string }, { head, contentHash }: Assembled): string {
    const id = newId();
    const open = { number: null, hash: null, approvedBy: null, approvedAt: null };
    const kept = { recalledBy: null, recalledAt: null, recalledBecause: null };
    const draft = { id, ...of, status: 'DRAFT', head, contentHash, draftedBy: hand(), version: 1 } as const;
    this.versions.insert({ ...draft, ...open, ...kept });
    return id;
  }

  private async lock(id: string, version: number): Promise<MinutesVersion> {
    const seen = await this.versions.byId(id);
    if (!seen) throw Problem.notFound();
    if (!tx().actor.may('minutes:approve', seen.maracId)) throw Problem.notAllowed();
    await this.sittings.lockManaged(seen.meetingId);
    const minutes = await this.versions.lockById(id);
    if (!minutes) throw Problem.notFound();
    if (minutes.version !== version) throw new StaleVersion();
    return minutes;
  }

  private tell(name: string, { id: minutesId, meetingId, maracId }: MinutesVersion): void {
    this.outbox.publish({ name, ids: { minutesId, meetingId, maracId } });
  }
}

const hand = (): string => `${tx().actor.kind}:${tx().actor.id}`;

function problemOf(refused: ApprovalRefusal): Problem {
  switch (refused) {
    case 'own-minutes':
      return new Problem(403, 'own-minutes', 'Minutes are approved by a chair who did not draft them.');
    case 'not-a-draft':
      return Problem.conflict('not-a-draft', 'This is no draft any more.');
    case 'draft-outdated':
      return Problem.conflict('draft-outdated', 'The record was changed after this was drafted. Draft it again.');
  }
}
