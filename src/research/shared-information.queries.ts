import { tx } from '../platform/db/transaction.js';
import type { SnippetView } from './shared-information.dto.js';

type Row = Omit<SnippetView, 'givenAt' | 'withdrawnAt'> & { givenAt: Date; withdrawnAt: Date | null };

/** What was shared about a case at its meeting, as far as row-level security lets this reader know now. */
export async function snippetsOf(agendaItemId: string): Promise<SnippetView[]> {
  const rows = await tx().query<Row>(
    `select s.id, s.agenda_item_id as "agendaItemId", s.agency_id as "agencyId", a.name as agency, u.name as "givenBy",
            s.given_at as "givenAt", s.nature, s.text, s.purpose, s.marking, s.caveats, s.label, s.withdrawn_at as "withdrawnAt",
            s.withdrawn_because as "withdrawnBecause",
            s.person_id as "personId", s.from_part as "fromPart"
       from research.shared_information s join maracs.agencies a on a.id = s.agency_id join identity.users u on u.id = s.given_by
      where s.agenda_item_id = $1 order by s.id`,
    [agendaItemId],
  );
  return rows.map((row) => ({
    ...row,
    givenAt: row.givenAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }));
}

/** Takes a snippet back, once. Number of snippets changed. */
export async function withdrawSnippet(id: string, by: string, because: string): Promise<number> {
  return tx().change(
    `update research.shared_information s set withdrawn_at = now(), withdrawn_by = $2, withdrawn_because = $3
      where s.id = $1 and s.withdrawn_at is null`,
    [id, by, because],
  );
}

/** What the reader is to a meeting and its MARAC. */
export async function readerAt(
  meetingId: string,
  maracId: string,
): Promise<{ stands: boolean; idva: boolean; declared: boolean; begun: boolean }> {
  const row = await tx().one<{ stands: boolean; idva: boolean; declared: boolean; begun: boolean }>(
    `select coalesce($2 = any (access.standing()), false) as stands, coalesce($2 = any (access.holds('{IDVA}')), false) as idva,
            m.id = any (meetings.declared()) as declared, m.held_on <= (now() at time zone 'Europe/London')::date as begun
       from meetings.meetings m where m.id = $1`,
    [meetingId, maracId],
  );
  return row ?? { stands: false, idva: false, declared: false, begun: false };
}
