import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { NEVER_FILED, ownFilesOf } from '../maracs/own-files.rules.js';
import { Sittings } from '../conference/sittings.service.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import { isLate } from './approval.rules.js';
import { approvedHash, contentHash, sha256 } from './hashes.rules.js';
import type { MinutesLineView, MinutesListView, MinutesVerificationView, MinutesView } from './minutes.dto.js';
import { partsOf, type VersionRow, versionById, versionsOf } from './minutes.queries.js';
import { MinutesWatch } from './minutes-watch.service.js';

/** Minutes as they are read: by who was there, each as far as what they may know of the cases goes. */
@Injectable()
export class MinutesReader {
  constructor(
    private readonly sittings: Sittings,
    private readonly watch: MinutesWatch,
    private readonly maracs: MaracsReader,
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  /** Versions of the minutes of a meeting, none of them with what it says. @throws Problem 404 */
  async list(meetingId: string): Promise<MinutesListView> {
    await this.sittings.readable(meetingId);
    const items = [];
    for (const row of await versionsOf(meetingId)) items.push(await this.line(row));
    return { meetingId, items };
  }

  /** @throws Problem 404 for drafts and for minutes of which the reader may read nothing, as for those that there are not; 403 */
  async read(id: string): Promise<MinutesView> {
    const row = await this.known(id);
    const parts = await partsOf(id);
    const { actor } = tx();
    if (parts.length === 0 && !actor.may('meetings:manage', row.maracId)) throw Problem.notFound();
    const { maracId, meetingId } = row;
    for (const caseId of new Set(parts.map((part) => part.caseId))) {
      const labels = parts.filter((part) => part.caseId === caseId).map(({ label }) => label);
      const deed = { action: 'minutes.read', maracId, purpose: 'hold-meeting', labels };
      this.audit.record({ ...deed, subject: { kind: 'case', id: caseId } });
    }
    this.audit.record({ action: 'minutes.read', subject: { kind: 'meeting', id: meetingId }, maracId });
    const agency = actor.agencyId ? await this.maracs.agency(actor.agencyId) : undefined;
    return {
      ...(await this.line(row)),
      head: JSON.parse(row.head),
      parts: parts.map((part) => ({ ...part, content: JSON.parse(part.content) })),
      filing: { ...ownFilesOf(agency?.kind ?? 'OTHER'), never: NEVER_FILED },
    };
  }

  /** Works the hash out anew from everything that is kept, also what the reader may not read. @throws Problem 404; 409 `not-approved` */
  async verify(id: string): Promise<MinutesVerificationView> {
    const row = await this.known(id);
    const { hash, number, approvedBy, approvedAt } = row;
    if (!hash || !number || !approvedBy || !approvedAt)
      throw Problem.conflict('not-approved', 'A draft has nothing to be held against.');
    const parts = await this.uow.elevated(() => partsOf(id));
    const leaves = parts.map(({ content, ...leaf }) => ({ ...leaf, hash: sha256(content) }));
    const { meetingId, reason, draftedBy, maracId } = row;
    const approved = { meetingId, number, reason, draftedBy, approvedBy, approvedAt };
    const recomputed = approvedHash(approved, contentHash(row.head, leaves));
    const intact = recomputed === hash;
    const code = intact ? 'INTACT' : 'ALTERED';
    this.audit.record({ action: 'minutes.verified', subject: { kind: 'meeting', id: meetingId }, maracId, code });
    return { id, hash, recomputed, intact };
  }

  private async known(id: string): Promise<VersionRow> {
    const row = await versionById(id);
    if (!row || !tx().actor.may('meetings:read', row.maracId)) throw Problem.notFound();
    if (!tx().actor.may('information:read', row.maracId)) throw Problem.notAllowed();
    return row;
  }

  private async line(row: VersionRow): Promise<MinutesLineView> {
    const { id, meetingId, number, status, reason, approvedAt, recalledAt, recalledBecause, hash, version } = row;
    const { on: approveBy } = await this.watch.approvalDue(row.maracId, row.heldOn);
    const approvedOn = approvedAt && todayIn(TIME_ZONE, approvedAt);
    return {
      ...{ id, meetingId, number, status, reason, hash, version, approveBy, recalledBecause },
      draftedBy: row.drafter,
      draftedAt: row.draftedAt.toISOString(),
      approvedBy: row.approver,
      approvedAt: approvedAt?.toISOString() ?? null,
      late: isLate(approvedOn, approveBy, todayIn(TIME_ZONE, present())),
      recalledAt: recalledAt?.toISOString() ?? null,
    };
  }
}
