import { Injectable } from '@nestjs/common';
import {
  type Reminder,
  reminderById,
  SEES_RETURNED as RETURNED,
  SEES_UNLISTED as UNLISTED,
} from './reminders.queries.js';

/** SQL that finds an area when the reader sees a case there that is on no list: row-level security answers. */
export const SEES_UNLISTED = UNLISTED;
/** The same of a referral that came back to its agency for more. */
export const SEES_RETURNED = RETURNED;

/** What rooms above need to know of a step that was not taken in time. For the system. */
@Injectable()
export class RemindersReader {
  byId(id: string): Promise<Reminder | undefined> {
    return reminderById(id);
  }
}
