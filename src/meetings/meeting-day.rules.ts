import type { ClosedDayRule } from './cycle-rules.js';

export const MEETING_KINDS = ['ORDINARY', 'EMERGENCY'] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

export interface DayAsked {
  kind: MeetingKind;
  startsAt: Date;
  now: Date;
  /** the day is a bank holiday, or the area is closed */
  closed: boolean;
  /** whoever asks says that they mean it */
  confirmed: boolean;
  rules: { closedDays: ClosedDayRule; begunMinutesAgo: number };
}

export type DayRefusal = 'in-the-past' | 'bank-holiday' | 'bank-holiday-never';

/**
 * Why a meeting cannot be at this time; undefined when it can. An emergency does not wait for a working day, and may have begun
 * by telephone before anybody puts it down.
 */
export function refuseDay({ kind, startsAt, now, closed, confirmed, rules }: DayAsked): DayRefusal | undefined {
  const earliest = kind === 'EMERGENCY' ? now.getTime() - rules.begunMinutesAgo * 60_000 : now.getTime() + 1;
  if (startsAt.getTime() < earliest) return 'in-the-past';
  if (!closed || kind === 'EMERGENCY') return undefined;
  if (rules.closedDays === 'NEVER') return 'bank-holiday-never';
  return confirmed ? undefined : 'bank-holiday';
}

export interface Ratifiable {
  kind: MeetingKind;
  status: 'PLANNED' | 'HELD' | 'CANCELLED';
  maracId: string;
  startsAt: Date;
}

export type RatificationRefusal = 'not-an-emergency' | 'not-held' | 'other-meeting' | 'not-begun';

/** Why the one meeting cannot ratify the other; undefined when it can: an ordinary one of the same area, later, and begun. */
export function refuseRatification(
  emergency: Ratifiable,
  at: Ratifiable | undefined,
  now: Date,
): RatificationRefusal | undefined {
  if (emergency.kind !== 'EMERGENCY') return 'not-an-emergency';
  if (emergency.status !== 'HELD') return 'not-held';
  if (!at || at.maracId !== emergency.maracId || at.kind !== 'ORDINARY' || at.status === 'CANCELLED')
    return 'other-meeting';
  if (at.startsAt <= emergency.startsAt) return 'other-meeting';
  return at.startsAt > now ? 'not-begun' : undefined;
}
