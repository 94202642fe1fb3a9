import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { AgendaStatus, NotHeardReason } from './agenda.rules.js';
import type { MeetingKind } from './meeting-day.rules.js';
import type { Frequency, Weekday } from './series-dates.rules.js';

/** A meeting that recurs: its dates are worked out ahead, each a meeting of its own from then on. */
@Entity({ schema: 'meetings', name: 'series' })
export class Series {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('text') name: string;
  @Column('text') frequency: Frequency;
  /** null for one that meets every working day */
  @Column('text') weekday: Weekday | null;
  /** MONTHLY: which of the month's weekdays, 5 for the last; null otherwise */
  @Column('int') nth: number | null;
  @Column('date') startsOn: string;
  /** last possible day; null while it goes on */
  @Column('date') endsOn: string | null;
  /** HH:MM, local time of the United Kingdom whatever the season */
  @Column('text') startTime: string;
  @Column('text') venue: string;
  /** where to join from afar */
  @Column('text') link: string | null;
  @Column('int') minutesPerCase: number;
  @Column('uuid') chairId: string | null;
  @Column('uuid') deputyId: string | null;
  @Column('boolean') active: boolean;
  @VersionColumn() version: number;
}

export const MEETING_STATUSES = ['PLANNED', 'HELD', 'CANCELLED'] as const;
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

/** Who called a meeting off: somebody, or its series as it changed, which may bring it back. */
export type CancelledBy = 'HAND' | 'SERIES';

/** A meeting on a day. Its version counts changes of the meeting and of which cases are listed in what order. */
@Entity({ schema: 'meetings', name: 'meetings' })
export class Meeting {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') maracId: string;
  @Column('uuid') seriesId: string | null;
  /** The day the series names, which a bank holiday may have moved; null for a meeting on its own */
  @Column('date') occurrenceOn: string | null;
  @Column('date') heldOn: string;
  @Column('timestamptz') startsAt: Date;
  @Column('text') venue: string;
  @Column('text') status: MeetingStatus;
  @Column('int') minutesPerCase: number;
  /** Cases it can hear, by the rules when it was planned */
  @Column('int') cap: number;
  @Column('text') kind: MeetingKind;
  @Column('text') link: string | null;
  @Column('uuid') chairId: string | null;
  /** who presides while the chair is absent */
  @Column('uuid') deputyId: string | null;
  @Column('boolean') chairAbsent: boolean;
  /** somebody changed it apart from its series, which leaves it alone from then on */
  @Column('boolean') byHand: boolean;
  @Column('text') cancelledBy: CancelledBy | null;
  /** Why the cases were put in order by hand, the last time they were */
  @Column('text') orderReason: string | null;
  @Column('text') createdBy: string;
  @VersionColumn() version: number;
}

/** A case on the agenda of one meeting. */
@Entity({ schema: 'meetings', name: 'agenda_items' })
export class AgendaItem {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') referralId: string;
  @Column('int') position: number;
  @Column('int') minutes: number;
  /** minutes from the start of the meeting to this case's slot */
  @Column('int') startsAfter: number;
  @Column('text') status: AgendaStatus;
  @Column('text') reason: NotHeardReason | null;
  /** how many meetings running the case was listed for and not heard */
  @Column('int') notHeard: number;
  @Column('date') heardOn: string | null;
  /** listed so that agencies mark their files, and not discussed: it takes no minutes */
  @Column('boolean') alertOnly: boolean;
  @Column('text') alertBecause: string | null;
  /** the children's team that comes for it */
  @Column('text') childrenTeam: string | null;
  /** why it was listed after the list went out */
  @Column('text') lateBecause: string | null;
  /** not heard so often that the chair was told */
  @Column('boolean') escalated: boolean;
  @VersionColumn() version: number;
}

/** That a case goes to another meeting, and who looks after the victim until then. */
@Entity({ schema: 'meetings', name: 'deferrals' })
export class Deferral {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') toMeetingId: string | null;
  @Column('text') reason: NotHeardReason;
  @Column('text') because: string;
  @Column('uuid') actionId: string | null;
  @Column('text') decidedBy: string;
}

/** That somebody declared confidentiality for one meeting. */
@Entity({ schema: 'meetings', name: 'declarations' })
export class Declaration {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') meetingId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string;
  @Column('uuid') agencyId: string;
  @Column('int') statementVersion: number;
}

/** Somebody from outside who comes to one case's slot. */
@Entity({ schema: 'meetings', name: 'guests' })
export class Guest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') agendaItemId: string;
  @Column('uuid') caseId: string;
  @Column('uuid') maracId: string;
  @Column('uuid') userId: string | null;
  @Column('uuid') agencyId: string | null;
  @Column('text') reason: string;
  @Column('timestamptz') startsAt: Date;
  @Column('timestamptz') endsAt: Date;
  /** when they can come, as they said */
  @Column('timestamptz') availableFrom: Date | null;
  @Column('timestamptz') availableUntil: Date | null;
  @Column('text') invitedBy: string;
}
