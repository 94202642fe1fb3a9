import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import type { TaskKind } from './tasks.rules.js';

/** Areas, but for those looked at already. For the system. */
export async function areas(except: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx().query<{ id: string }>(
    'select m.id from maracs.maracs m where m.id <> all ($1::uuid[]) order by m.id limit $2',
    [except, limit],
  );
  return rows.map(({ id }) => id);
}

export interface Reminder {
  id: string;
  maracId: string;
  /** null: of no meeting */
  meetingId: string | null;
  kind: TaskKind;
  dueOn: string;
}

/** False when this was told before. */
export async function raiseReminder({ id, maracId, meetingId, kind, dueOn }: Reminder): Promise<boolean> {
  const raised = await tx().change(
    `insert into calendar.reminders (id, marac_id, meeting_id, kind, due_on) values ($1, $2, $3, $4, $5)
     on conflict on constraint reminded_once do nothing`,
    [id, maracId, meetingId, kind, dueOn],
  );
  return raised === 1;
}

export async function reminderById(id: string): Promise<Reminder | undefined> {
  return tx().one<Reminder>(
    `select r.id, r.marac_id as "maracId", r.meeting_id as "meetingId", r.kind, r.due_on as "dueOn" from calendar.reminders r where r.id = $1`,
    [id],
  );
}

/** Finds an area in which the reader sees an accepted case that is on no list of a meeting to come. */
export const SEES_UNLISTED = `
  select from referrals.referrals r
   where r.marac_id = $1 and r.status = 'ACCEPTED' and r.heard_on is null and not exists (
     select from meetings.agenda_items i join meetings.meetings m on m.id = i.meeting_id
      where i.case_id = r.case_id and i.status = 'LISTED' and m.status = 'PLANNED'
        and m.held_on >= (now() at time zone '${TIME_ZONE}')::date) limit 1`;

/** Finds an area in which the reader sees a referral that came back to its agency for more. */
export const SEES_RETURNED = `select from referrals.referrals r where r.marac_id = $1 and r.status = 'RETURNED' limit 1`;
