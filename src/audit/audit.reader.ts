import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';

/** A line of the record, for rooms above that look through it. `at` by the database's clock. */
export interface Deed {
  id: string;
  /** place in the sealed log */
  position: number;
  at: Date;
  actorKind: string;
  actorId: string;
  agencyId: string | null;
  maracId: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  purpose: string | null;
  labels: string[] | null;
  outcome: string;
  code: string | null;
}

const DEED = `e.id, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.agency_id as "agencyId", e.marac_id as "maracId", e.action,
  e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.purpose, e.labels, e.outcome, e.code`;

/** Narrow answers about what was done. */
@Injectable()
export class AuditReader {
  /** Sealed lines from a place on, in their order: each has one place, so whoever remembers where they were misses none. For the system. */
  async sealedFrom(position: number, limit: number): Promise<Deed[]> {
    if (tx().actor.kind === 'user') throw new Error('only the system looks through the whole log');
    const rows = await tx().query<Deed & { position: string | number }>(
      `select l.position, ${DEED} from audit.leaves l join audit.events e on e.id = l.event_id
        where l.position >= $1 order by l.position limit $2`,
      [position, limit],
    );
    return rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  /** Lines about any of these things that the reader may audit, newest first; `after` is the id of the last one seen. */
  about(subjectIds: readonly string[], after: string | null, limit: number): Promise<Omit<Deed, 'position'>[]> {
    return tx().query(
      `select ${DEED} from audit.events e
        where e.subject_id = any ($1) and ($2::uuid is null or e.id < $2) order by e.id desc limit $3`,
      [subjectIds, after, limit],
    );
  }
}
