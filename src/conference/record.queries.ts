import { tx } from '../platform/db/transaction.js';
import type { RecordLabel, Section, Written } from './sections.rules.js';
import type { ItemRow } from './sittings.queries.js';

export interface SectionRow {
  section: Section;
  label: RecordLabel;
  text: string;
  who: string;
  day: string | null;
  writtenBy: string;
  writtenAt: Date;
  version: number;
}

/** Who wrote it, by name, where it was a person. */
const BY = `left join identity.users u on u.id = substring(w.written_by from '^user:(.{36})$')::uuid`;

/** What is minuted of a case, as far as row-level security lets this reader know now. */
export async function sectionsOf(agendaItemId: string): Promise<SectionRow[]> {
  return tx().query<SectionRow>(
    `select w.section, w.label, w.text, w.who, w.day, coalesce(u.name, w.written_by) as "writtenBy", w.written_at as "writtenAt", w.version
       from conference.sections w ${BY} where w.agenda_item_id = $1`,
    [agendaItemId],
  );
}

export interface NoteRow {
  id: string;
  agendaItemId: string;
  section: Section;
  text: string;
  writtenBy: string;
  /** whose hand it was: kind and id */
  hand: string;
  writtenAt: Date;
}

const NOTE = `
  select w.id, w.agenda_item_id as "agendaItemId", w.section, w.text, coalesce(u.name, w.written_by) as "writtenBy", w.written_by as hand, w.written_at as "writtenAt"
    from conference.notes w ${BY}`;

export async function notesOf(agendaItemId: string): Promise<NoteRow[]> {
  return tx().query<NoteRow>(`${NOTE} where w.agenda_item_id = $1 order by w.id`, [agendaItemId]);
}

export async function noteById(id: string): Promise<NoteRow | undefined> {
  return tx().one<NoteRow>(`${NOTE} where w.id = $1`, [id]);
}

/**
 * The version of a section, locked until the end of the unit of work: two saves of one section, the first ever included, come one after
 * the other.
 */
export async function lockSection(
  { id, meetingId, caseId, maracId }: ItemRow,
  section: Section,
  label: RecordLabel,
  newId: string,
  by: string,
): Promise<number> {
  await tx().change(
    `insert into conference.sections (id, agenda_item_id, meeting_id, case_id, marac_id, section, label, written_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (agenda_item_id, section) do nothing`,
    [newId, id, meetingId, caseId, maracId, section, label, by],
  );
  const row = await tx().one<{ version: number }>(
    'select w.version from conference.sections w where w.agenda_item_id = $1 and w.section = $2 for update',
    [id, section],
  );
  if (!row) throw new Error('the section that was locked is not there');
  return row.version;
}

/** What stands in the section from now on. */
export function writeSection(
  agendaItemId: string,
  section: Section,
  written: Written,
  version: number,
  by: string,
): void {
  tx().write(
    `update conference.sections w set text = $3, who = $4, day = $5, written_by = $6, written_at = now(), version = $7
      where w.agenda_item_id = $1 and w.section = $2`,
    [agendaItemId, section, written.text, written.who, written.day, by, version],
  );
}

export interface RevisionRow extends Written {
  id: string;
  agendaItemId: string;
  section: Section;
  number: number;
  writtenBy: string;
  hand: string;
  writtenAt: Date;
}

const REVISION = `
  select w.id, w.agenda_item_id as "agendaItemId", w.section, w.number, w.text, w.who, w.day, coalesce(u.name, w.written_by) as "writtenBy",
         w.written_by as hand, w.written_at as "writtenAt"
    from conference.revisions w ${BY}`;

export async function revisionById(id: string): Promise<RevisionRow | undefined> {
  return tx().one<RevisionRow>(`${REVISION} where w.id = $1`, [id]);
}

/** Everything that was ever saved of a section, oldest first. */
export async function revisionsOf(
  agendaItemId: string,
  section: Section,
  after: number,
  limit: number,
): Promise<RevisionRow[]> {
  return tx().query<RevisionRow>(
    `${REVISION} where w.agenda_item_id = $1 and w.section = $2 and w.number > $3 order by w.number limit $4`,
    [agendaItemId, section, after, limit],
  );
}

/** What the reader is to a meeting and its MARAC. */
export async function readerAt(
  meetingId: string,
  maracId: string,
): Promise<{ stands: boolean; idva: boolean; declared: boolean; begun: boolean }> {
  const row = await tx().one<{ stands: boolean; idva: boolean; declared: boolean; begun: boolean }>(
    `select access.is_system() or coalesce($2 = any (access.standing()), false) as stands,
            coalesce($2 = any (access.holds('{IDVA}')), false) as idva, m.id = any (meetings.declared()) as declared,
            m.held_on <= (now() at time zone 'Europe/London')::date as begun
       from meetings.meetings m where m.id = $1`,
    [meetingId, maracId],
  );
  return row ?? { stands: false, idva: false, declared: false, begun: false };
}
