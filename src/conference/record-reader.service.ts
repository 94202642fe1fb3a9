import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import type { Withheld } from '../access/redact.rules.js';
import { Audit } from '../audit/audit.service.js';
import type { AgendaStatus, NotHeardReason } from '../meetings/agenda.rules.js';
import { tx } from '../platform/db/transaction.js';
import { Problem } from '../platform/http/problem.js';
import { waitsFor, type WaitsFor } from '../research/shared-information.rules.js';
import { hearingView } from './hearings.service.js';
import type { RecordView, RevisionsQuery, RevisionsView, SectionView } from './record.dto.js';
import { notesOf, readerAt, revisionsOf, sectionsOf } from './record.queries.js';
import { revisionView, sectionCalled, sectionView } from './record-view.js';
import { SECTION_CODES, SECTIONS } from './sections.rules.js';
import { hearingOf, itemById, type ItemRow } from './sittings.queries.js';

/** The record of discussion as it is read: by each as far as what they may know of the case goes. */
@Injectable()
export class RecordReader {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 404 for who may not know of the case, or comes to its slot alone; 403 */
  async read(itemId: string): Promise<RecordView> {
    const { item, open } = await this.opened(itemId);
    const { stands, waits } = await this.standing(item);
    const sections = waits ? [] : await this.sections(itemId, stands, open);
    const labels = [...new Set(sections.map(({ label }) => label))];
    this.record('record.read', item, labels);
    const hearing = waits ? undefined : await hearingOf(itemId);
    return {
      agendaItemId: itemId,
      meetingId: item.meetingId,
      status: item.status as AgendaStatus,
      reason: item.reason as NotHeardReason | null,
      hearing: hearing ? hearingView(hearing) : null,
      waitsFor: waits,
      sections,
      withheld: withheld(open),
    };
  }

  /** One section. @throws Problem 404 for one that is kept from the reader as for one that there is not */
  async section(itemId: string, code: string): Promise<SectionView> {
    const { item, open } = await this.opened(itemId);
    const section = sectionCalled(code);
    const { stands, waits } = await this.standing(item);
    if (waits) throw Problem.notFound();
    const found = (await this.sections(itemId, stands, open)).find((one) => one.section === section);
    if (!found) throw Problem.notFound();
    this.record('record.read', item, [found.label]);
    return found;
  }

  /** Everything that was ever saved of a section, for those who keep the record. @throws Problem 404; 403 */
  async revisions(itemId: string, code: string, { after, limit }: RevisionsQuery): Promise<RevisionsView> {
    const { item, open } = await this.opened(itemId);
    if (!tx().actor.may('meetings:manage', item.maracId)) throw Problem.notAllowed();
    const section = sectionCalled(code);
    const { label } = SECTIONS[section];
    if (!open.shows(label)) throw Problem.notFound();
    const rows = await revisionsOf(itemId, section, after ?? 0, limit);
    this.record('record.read', item, [label]);
    return { section, items: rows.map(revisionView), next: rows.length < limit ? null : (rows.at(-1)?.number ?? null) };
  }

  private async sections(itemId: string, stands: boolean, open: OpenCase): Promise<SectionView[]> {
    const rows = await sectionsOf(itemId);
    const notes = await notesOf(itemId);
    return SECTION_CODES.flatMap((section) => {
      const row = rows.find((one) => one.section === section);
      // only who writes it is shown that nothing stands there yet: to others it would say so of what they may not read
      return open.shows(SECTIONS[section].label) && (row || stands) ? [sectionView(section, row, notes)] : [];
    });
  }

  private async standing({ meetingId, maracId }: ItemRow): Promise<{ stands: boolean; waits: WaitsFor }> {
    const reader = await readerAt(meetingId, maracId);
    return { stands: reader.stands, waits: waitsFor(reader) };
  }

  private async opened(itemId: string): Promise<{ item: ItemRow; open: OpenCase }> {
    const item = await itemById(itemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may('information:read', item.maracId)) throw Problem.notAllowed();
    return { item, open: await this.access.open(item.caseId, 'hold-meeting') };
  }

  private record(action: string, { caseId, maracId }: ItemRow, labels: string[]): void {
    this.audit.record({ action, subject: { kind: 'case', id: caseId }, maracId, purpose: 'hold-meeting', labels });
  }
}

/** Sections that the reader does not get, whether or not there is anything in them. */
function withheld(open: OpenCase): Withheld[] {
  return SECTION_CODES.flatMap((field) => {
    const { label } = SECTIONS[field];
    const reason = open.why(label);
    return reason ? [{ field, label, reason }] : [];
  });
}
