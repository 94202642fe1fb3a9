import type { DomainEvent } from '../platform/events/outbox.js';
import type { Pause, Step, Tells } from './ladder.rules.js';
import type { LadderName } from './ladder-section.rules.js';

/** How what is owed stands, from the tables of the room that it belongs to. */
export interface OwedFacts {
  /** whose rung comes first, when an agency owes it */
  agencyId: string | null;
  maracId: string;
  /** null for what concerns no case */
  caseId: string | null;
  /** the action, meeting, opening or flag that people know it by */
  subjectId: string;
  ladder: LadderName;
  dueAt: Date;
  /** counts the due moments it has had: each rung is raised once for each */
  epoch: number;
  pauses: readonly Pause[];
  /** when whoever owes it came to know; what passed before is not raised. Absent: when the ladder began */
  since?: Date;
}

/** A rung that has just been raised. */
export interface RaisedRung {
  id: string;
  /** what climbs: the id of the ladder */
  ladderId: string;
  facts: OwedFacts;
  key: string;
  step: Step;
  tells: readonly Tells[];
  urgent: boolean;
  /** the first after the due moment: from now on it is overdue */
  first: boolean;
  /** lower rungs that were missed and are told with it */
  passedOver: readonly string[];
}

/** What a room makes of a rung that was raised: the event that tells of it, and the deed as the record calls it. */
export interface Told {
  event?: DomainEvent;
  deed?: string;
  /** what the record calls the thing, when it has another name there */
  subject?: { kind: string; id: string };
}

/** A room whose things are owed by a time. */
export interface Owing {
  /** As things stand now; null when nothing is owed any more. Its first statement locks the subject. Called as the system. */
  owed(ladderId: string): Promise<OwedFacts | null>;
  /** A rung was raised, in this unit of work. */
  raised?(rung: RaisedRung): Promise<Told>;
}
