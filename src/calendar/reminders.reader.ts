import { Injectable } from '@nestjs/common';
import { type Reminder, reminderById, SEES_UNLISTED as SEES } from './reminders.queries.js';

/** SQL that finds an area when the reader sees a case there that is on no list: row-level security answers. */
export const SEES_UNLISTED = SEES;

/** What rooms above need to know of a step that was not taken in time. For the system. */
@Injectable()
export class RemindersReader {
  byId(id: string): Promise<Reminder | undefined> {
    return reminderById(id);
  }
}
