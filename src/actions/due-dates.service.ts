import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { present } from '../platform/values/clock.js';
import { todayIn } from '../platform/values/dates.js';
import type { WorkingCalendar } from '../platform/values/working-days.js';
import { DUE_NORMS } from './due-norms.js';
import { decideDue, type Due, type DueQuestion } from './due.rules.js';
import { refusedDue } from './new-action.js';
import { answerBy } from './request.rules.js';

/** When things of a MARAC's actions are due, by its rules as of today and the days it works. */
@Injectable()
export class DueDates {
  constructor(private readonly maracs: MaracsReader) {}

  /** @throws Problem 422 `in-the-past`, `before-the-meeting`, `too-far-ahead`, `no-next-meeting`, `not-both` */
  async decide(maracId: string, question: Omit<DueQuestion, 'now' | 'timeZone' | 'calendar'>): Promise<Due> {
    const now = present();
    const { rules } = await this.maracs.rules(maracId, DUE_NORMS, todayIn(TIME_ZONE, now));
    const calendar = await this.calendarOf(maracId);
    const due = decideDue({ ...question, now, timeZone: TIME_ZONE, calendar }, rules);
    if ('refused' in due) throw refusedDue(due);
    return due;
  }

  /** By when an agency that is asked today answers, and by which version of the rules. */
  async answerBy(maracId: string): Promise<{ answerBy: Date; ruleVersion: number }> {
    const today = todayIn(TIME_ZONE, present());
    const { rules, version } = await this.maracs.rules(maracId, DUE_NORMS, today);
    const calendar = await this.calendarOf(maracId);
    return { answerBy: answerBy(today, rules.answerDays, calendar, TIME_ZONE), ruleVersion: version };
  }

  private async calendarOf(maracId: string): Promise<WorkingCalendar> {
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of an open case is not there');
    return calendar;
  }
}
