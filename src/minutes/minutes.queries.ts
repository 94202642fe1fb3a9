import type { Label } from '../access/labels.js';
import { tx } from '../platform/db/transaction.js';
import type { MinutesStatus } from './approval.rules.js';
import type { Leaf } from './hashes.rules.js';

export interface VersionRow {
  id: string;
  meetingId: string;
  maracId: string;
  heldOn: string;
  number: number | null;
  status: MinutesStatus;
  head: string;
  contentHash: string;
  hash: string | null;
  reason: string;
  draftedBy: string;
  drafter: string;
  draftedAt: Date;
  approvedBy: string | null;
  approver: string | null;
  approvedAt: Date | null;
  recalledAt: Date | null;
  recalledBecause: string | null;
  version: number;
}

const VERSION = `
  select v.id, v.meeting_id as "meetingId", v.marac_id as "maracId", m.held_on as "heldOn", v.number, v.status, v.head,
         v.content_hash as "contentHash", v.hash, v.reason, v.drafted_by as "draftedBy", coalesce(d.name, v.drafted_by) as drafter,
         v.drafted_at as "draftedAt", v.approved_by as "approvedBy", coalesce(a.name, v.approved_by) as approver, v.approved_at as "approvedAt",
         v.recalled_at as "recalledAt", v.recalled_because as "recalledBecause", v.version
    from minutes.versions v join meetings.meetings m on m.id = v.meeting_id
    left join identity.users d on d.id = substring(v.drafted_by from '^user:(.{36})$')::uuid
    left join identity.users a on a.id = substring(v.approved_by from '^user:(.{36})$')::uuid`;

export async function versionById(id: string): Promise<VersionRow | undefined> {
  return tx().one<VersionRow>(`${VERSION} where v.id = $1`, [id]);
}

/** Versions of the minutes of a meeting that the reader may know of, newest first. */
export async function versionsOf(meetingId: string): Promise<VersionRow[]> {
  return tx().query<VersionRow>(`${VERSION} where v.meeting_id = $1 order by v.id desc`, [meetingId]);
}

/** One draft at a time, and one version that stands: those before it stay, and are read no more. */
export async function supersede(meetingId: string, status: 'DRAFT' | 'APPROVED'): Promise<number> {
  return tx().change(
    `update minutes.versions v set status = 'SUPERSEDED', version = v.version + 1 where v.meeting_id = $1 and v.status = $2`,
    [meetingId, status],
  );
}

/** The draft stands from now on. Nothing else of it changes, now or ever. */
export function markApproved(
  id: string,
  { number, hash, by, at }: { number: number; hash: string; by: string; at: Date },
): void {
  tx().write(
    `update minutes.versions v set status = 'APPROVED', number = $2, hash = $3, approved_by = $4, approved_at = $5, version = v.version + 1
      where v.id = $1`,
    [id, number, hash, by, at],
  );
}

/** The minutes stand no longer. */
export function markRecalled(id: string, by: string, because: string): void {
  tx().write(
    `update minutes.versions v set status = 'RECALLED', recalled_by = $2, recalled_at = now(), recalled_because = $3, version = v.version + 1
      where v.id = $1`,
    [id, by, because],
  );
}

export async function nextNumber(meetingId: string): Promise<number> {
  const row = await tx().one<{ next: number }>(
    'select coalesce(max(v.number), 0) + 1 as next from minutes.versions v where v.meeting_id = $1',
    [meetingId],
  );
  return row?.next ?? 1;
}

export interface PartRow extends Leaf {
  caseId: string;
  label: Label;
  content: string;
}

/** Parts of a version that the reader may read, case by case in the order of the list. */
export async function partsOf(versionId: string): Promise<PartRow[]> {
  return tx().query<PartRow>(
    `select p.agenda_item_id as "agendaItemId", p.case_id as "caseId", p.label, p.content, p.hash
       from minutes.parts p join meetings.agenda_items i on i.id = p.agenda_item_id
      where p.version_id = $1 order by i.position, p.label`,
    [versionId],
  );
}
