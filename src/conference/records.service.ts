import { Injectable } from '@nestjs/common';
import { Access } from '../access/access.service.js';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { notPlanned } from '../meetings/agenda.service.js';
import { FreeText } from '../persons/free-text.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Problem } from '../platform/http/problem.js';
import { minutesApproved } from './attendance.service.js';
import { Note, Revision } from './conference.entity.js';
import type { NewNote, NewSection, NoteView, SectionView } from './record.dto.js';
import { lockSection, noteById, notesOf, revisionById, sectionsOf, writeSection } from './record.queries.js';
import { noteView, savedView, sectionView, sectionCalled } from './record-view.js';
import { decideSave, type Section, SECTIONS } from './sections.rules.js';
import { itemById, type ItemRow } from './sittings.queries.js';
import { Sittings, stateOf } from './sittings.service.js';

const ID_USED = { code: 'id-used', detail: 'This id stands for another text. Send a new one.' };
const used = (pointer: string) => ({ status: 422, pointer, code: ID_USED.code, title: ID_USED.detail });
registerConstraint('revisions_pkey', used('/revisionId'));
registerConstraint('notes_pkey', used('/id'));

/** The record of discussion as it is written: by two people at once, section by section, and no word of either is lost. */
@Injectable()
export class Records {
  private readonly revisions = new Store(Revision);
  private readonly notes = new Store(Note);

  constructor(
    private readonly sittings: Sittings,
    private readonly access: Access,
    private readonly freeText: FreeText,
    private readonly audit: Audit,
  ) {}

  /**
   * Saves a section. `version` is the one that the writer saw, 0 before anything was saved. A save that is sent again answers as it did.
   * @throws Problem 404; 403; 409 `not-planned`, `minutes-approved`; 412 `stale` with the current version; 422 `id-used`,
   * `protected-address-in-text`
   */
  async save(itemId: string, code: string, version: number, input: NewSection): Promise<SectionView> {
    const { item, section } = await this.toWrite(itemId, code);
    const { revisionId, text = '', who = '', day = null } = input;
    await this.freeText.check(item.caseId, { '/text': text, '/who': who });
    const by = hand();
    const { label } = SECTIONS[section];
    const current = await lockSection(item, section, label, newId(), by);
    const earlier = await revisionById(revisionId);
    const own = earlier?.hand === by && earlier.agendaItemId === itemId && earlier.section === section;
    const decision = decideSave({ text, who, day, version }, current, earlier && { ...earlier, own });
    if (decision === 'ID_USED') throw Problem.at('/revisionId', ID_USED.code, ID_USED.detail);
    if (decision === 'STALE') throw stale(current);
    if (decision === 'SAVED_BEFORE') return savedView(earlier!, await notesOf(itemId));
    const { meetingId, caseId, maracId } = item;
    const of = { agendaItemId: itemId, meetingId, caseId, maracId, section, label };
    this.revisions.insert({ id: revisionId, ...of, number: current + 1, text, who, day, writtenBy: by });
    writeSection(itemId, section, { text, who, day }, current + 1, by);
    this.record('record.saved', item, section);
    await tx().settle();
    return this.one(itemId, section);
  }

  /**
   * Puts a text beside a section: what came too late to stand in it, or is to stand apart. Sent again it changes nothing.
   * @throws Problem 404; 403; 409; 422 `id-used`, `protected-address-in-text`
   */
  async addNote(itemId: string, code: string, { id, text }: NewNote): Promise<NoteView> {
    const { item, section } = await this.toWrite(itemId, code);
    await this.freeText.check(item.caseId, { '/text': text });
    const by = hand();
    await lockSection(item, section, SECTIONS[section].label, newId(), by);
    const there = await noteById(id);
    if (there) {
      const same =
        there.agendaItemId === itemId && there.section === section && there.hand === by && there.text === text;
      if (!same) throw Problem.at('/id', ID_USED.code, ID_USED.detail);
      return noteView(there);
    }
    const { meetingId, caseId, maracId } = item;
    const { label } = SECTIONS[section];
    this.notes.insert({ id, agendaItemId: itemId, meetingId, caseId, maracId, section, label, text, writtenBy: by });
    this.record('record.noted', item, section);
    await tx().settle();
    return noteView((await noteById(id))!);
  }

  /** An agenda item and its section, for who keeps the record. Everybody else is told no more than they knew. */
  private async toWrite(itemId: string, code: string): Promise<{ item: ItemRow; section: Section; open: OpenCase }> {
    const item = await itemById(itemId);
    if (!item) throw Problem.notFound();
    if (!tx().actor.may('meetings:manage', item.maracId)) throw Problem.notAllowed();
    const section = sectionCalled(code);
    const open = await this.access.open(item.caseId, 'hold-meeting');
    if (!open.shows(SECTIONS[section].label)) throw Problem.notAllowed();
    const sitting = await this.sittings.readable(item.meetingId);
    if (stateOf(sitting) === 'CANCELLED' || item.status === 'WITHDRAWN') throw notPlanned();
    if (sitting.frozenAt) throw minutesApproved();
    return { item, section, open };
  }

  private async one(itemId: string, section: Section): Promise<SectionView> {
    const row = (await sectionsOf(itemId)).find((one) => one.section === section);
    return sectionView(section, row, await notesOf(itemId));
  }

  private record(action: string, { caseId, maracId }: ItemRow, section: Section): void {
    const labels = [SECTIONS[section].label];
    const subject = { kind: 'case', id: caseId };
    this.audit.record({ action, subject, maracId, purpose: 'hold-meeting', labels, code: section });
  }
}

const hand = (): string => `${tx().actor.kind}:${tx().actor.id}`;

/** 412 that says which version stands, so that the writer can fetch it and put the refused text in, or beside it. */
function stale(current: number): Problem {
  const detail = `Version ${current} stands. Load it, put your words in and save again; or keep them as a note beside it.`;
  return new Problem(412, 'stale', 'Somebody else saved this section meanwhile.', [
    { pointer: 'if-match', code: `current-version-${current}`, detail },
  ]);
}
