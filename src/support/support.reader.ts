import { Injectable } from '@nestjs/common';
import { tx } from '../platform/db/transaction.js';
import type { BreachKind } from './contact-clock.rules.js';

/** SQL that finds a clock when the reader may know of contacts with the victim of its case. */
export const SEES_CONTACTS = 'select from support.clocks c where c.case_id = $1 limit 1';
/** SQL that finds an attempt when the reader may know of it. */
export const SEES_CONTACT = 'select from support.contacts c where c.contact_id = $1 limit 1';

/** What rooms above need to know of support, to tell people. For the system. */
@Injectable()
export class SupportReader {
  /** Of what a breach is. */
  async breach(breachId: string): Promise<BreachKind | undefined> {
    const row = await tx().one<{ kind: BreachKind }>('select b.kind from support.breaches b where b.id = $1', [
      breachId,
    ]);
    return row?.kind;
  }

  /** Who holds the case now; undefined: nobody. */
  async supporterOf(caseId: string): Promise<string | undefined> {
    const row = await tx().one<{ userId: string }>(
      'select s.user_id as "userId" from support.supporters s where s.case_id = $1 and s.ended_at is null',
      [caseId],
    );
    return row?.userId;
  }
}
