import { Problem } from '../platform/http/problem.js';
import type { NoteView, RevisionView, SectionView } from './record.dto.js';
import type { NoteRow, RevisionRow, SectionRow } from './record.queries.js';
import { isSection, type Section, SECTIONS } from './sections.rules.js';

/** The section that an address names. @throws Problem 404 for one that there is not */
export function sectionCalled(code: string): Section {
  if (!isSection(code)) throw Problem.notFound();
  return code;
}

export const noteView = ({ id, section, text, writtenBy, writtenAt }: NoteRow): NoteView => ({
  id,
  section,
  text,
  writtenBy,
  writtenAt: writtenAt.toISOString(),
});

const notesBeside = (section: Section, notes: readonly NoteRow[]): NoteView[] =>
  notes.filter((note) => note.section === section).map(noteView);

/** A section as it stands; blank before anything was saved. */
export function sectionView(section: Section, row: SectionRow | undefined, notes: readonly NoteRow[]): SectionView {
  const written = row && row.version > 0 ? row : undefined;
  return {
    section,
    ...SECTIONS[section],
    text: written?.text ?? '',
    who: written?.who ?? '',
    day: written?.day ?? null,
    writtenBy: written?.writtenBy ?? null,
    writtenAt: written?.writtenAt.toISOString() ?? null,
    notes: notesBeside(section, notes),
    version: written?.version ?? 0,
  };
}

/** What a save made of the section then, for whoever did not hear of its success. */
export function savedView(revision: RevisionRow, notes: readonly NoteRow[]): SectionView {
  const { section, text, who, day, writtenBy, writtenAt, number } = revision;
  return {
    section,
    ...SECTIONS[section],
    text,
    who,
    day,
    writtenBy,
    writtenAt: writtenAt.toISOString(),
    notes: notesBeside(section, notes),
    version: number,
  };
}

export const revisionView = ({ id, number, text, who, day, writtenBy, writtenAt }: RevisionRow): RevisionView => ({
  revisionId: id,
  number,
  text,
  who,
  day,
  writtenBy,
  writtenAt: writtenAt.toISOString(),
});
