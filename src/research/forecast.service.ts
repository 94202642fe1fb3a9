import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { MeetingPapers } from '../meetings/papers.service.js';
import { present } from '../platform/values/clock.js';
import { daysBetween, todayIn } from '../platform/values/dates.js';
import type { ForecastAgency, ForecastCase, ForecastView } from './forecast.dto.js';
import { askedFor, type ForecastRow, recordsBefore } from './forecast.queries.js';
import { chance, inWords, type PastRecord, whole } from './forecast.rules.js';
import { RESEARCH } from './research-rules.js';
import { isOwed } from './research.rules.js';

const NO_RECORD: PastRecord = { open: 0, answered: 0 };

/** How complete research will be on the day, for those who manage the meeting: by whom something is owed, never what was found. */
@Injectable()
export class Forecast {
  constructor(
    private readonly papers: MeetingPapers,
    private readonly maracs: MaracsReader,
    private readonly audit: Audit,
  ) {}

  /** @throws Problem 404; 403 */
  async of(meetingId: string): Promise<ForecastView> {
    const { maracId, heldOn } = await this.papers.managed(meetingId);
    this.audit.record({ action: 'research.forecast-read', subject: { kind: 'meeting', id: meetingId }, maracId });
    const now = present();
    const today = todayIn(TIME_ZONE, now);
    const { rules } = await this.maracs.rules(maracId, RESEARCH, today);
    const rows = await askedFor(meetingId);
    const records = await recordsBefore(meetingId, now, rules.forecastMeetings);
    const daysLeft = Math.max(0, daysBetween(today, heldOn));
    const agencies = rows.map((row) => ({
      row,
      agency: agencyView(row, records.get(row.agencyId) ?? NO_RECORD, today, daysLeft),
    }));
    const counted = (stands: string) => agencies.filter(({ agency }) => agency.stands === stands).length;
    const ids = [...new Set(rows.map((row) => row.agendaItemId))];
    return {
      ...{ meetingId, heldOn, daysLeft, asked: rows.length, answered: counted('ANSWERED'), late: counted('LATE') },
      fromMeetings: rules.forecastMeetings,
      cases: ids.map((id) => caseView(agencies.filter(({ row }) => row.agendaItemId === id), records)), // prettier-ignore
    };
  }
}

type Line = { row: ForecastRow; agency: ForecastAgency };

function agencyView(row: ForecastRow, record: PastRecord, today: string, daysLeft: number): ForecastAgency {
  const { agencyId, agency, dueOn, people, peopleSearched } = row;
  const owed = isOwed(row);
  const stands = !owed ? 'ANSWERED' : today > dueOn ? 'LATE' : 'OUTSTANDING';
  const likely = owed ? Math.round(chance(record) * 100) : 100;
  const arithmetic = owed ? inWords(record, daysLeft) : null;
  return { agencyId, agency, stands, dueOn, people, peopleSearched, likely, arithmetic };
}

function caseView(lines: readonly Line[], records: ReadonlyMap<string, PastRecord>): ForecastCase {
  const { agendaItemId, caseId, ref } = lines[0]!.row;
  const owed = lines.filter(({ agency }) => agency.stands !== 'ANSWERED');
  const all = whole(owed.map(({ row }) => chance(records.get(row.agencyId) ?? NO_RECORD)));
  const agencies = lines.map(({ agency }) => agency);
  return { agendaItemId, caseId, ref, likely: all.percent, arithmetic: all.inWords, agencies };
}
