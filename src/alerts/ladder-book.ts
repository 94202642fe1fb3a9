import type { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { tx } from '../platform/db/transaction.js';
import { todayIn } from '../platform/values/dates.js';
import type { WorkingCalendar } from '../platform/values/working-days.js';
import { LADDERS, type LadderRules } from './ladder-section.rules.js';

/** What an area decided about its ladders, as it stands today. */
export interface AreaLadders {
  rules: LadderRules;
  version: number;
  calendar: WorkingCalendar;
}

/** Looked up once for all that is due in one unit of work: an area's rules and closed days, by today's date. */
export function areaLadders(maracs: MaracsReader, maracId: string, now: Date): Promise<AreaLadders> {
  const known = tx().memory('alerts.areas', () => new Map<string, Promise<AreaLadders>>());
  const day = todayIn(TIME_ZONE, now);
  const key = `${maracId} ${day}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = read(maracs, maracId, day)));
  return found;
}

async function read(maracs: MaracsReader, maracId: string, day: string): Promise<AreaLadders> {
  const [{ rules, version }, calendar] = await Promise.all([
    maracs.rules(maracId, LADDERS, day),
    maracs.calendarOf(maracId),
  ]);
  if (!calendar) throw new Error('the MARAC of a ladder is not there');
  return { rules, version, calendar };
}

/** Another text when what its ladders are counted by is another. */
export function fingerprint({ version, calendar }: AreaLadders): string {
  return [version, ...[...calendar.closures].sort()].join(' ');
}
