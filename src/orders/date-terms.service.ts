import { Injectable } from '@nestjs/common';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { todayIn } from '../platform/values/dates.js';
import type { Place } from '../referrals/screening-clock.rules.js';
import { ORDER_DATES } from './order-date-rules.js';
import type { DateRules } from './order-dates.rules.js';

/** What an area's dates go by at a moment. */
export interface Terms {
  rules: DateRules;
  version: number;
  place: Place;
}

@Injectable()
export class DateTerms {
  constructor(private readonly maracs: MaracsReader) {}

  /** By the rules of that day: what is decided today about a date to come is decided as the area wants it today. */
  async of(maracId: string, now: Date): Promise<Terms> {
    const calendar = await this.maracs.calendarOf(maracId);
    if (!calendar) throw new Error('the MARAC of an order is not there');
    const { rules, version } = await this.maracs.rules(maracId, ORDER_DATES, todayIn(TIME_ZONE, now));
    return { rules, version, place: { ...calendar, timeZone: TIME_ZONE } };
  }
}
