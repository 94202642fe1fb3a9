import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { Due } from '../platform/due/due.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { csvByteOrderMark, csvLine } from '../platform/spreadsheet/csv-writer.js';
import { addDays, addMonths, todayIn } from '../platform/values/dates.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import type { FlagQuery, FlagView, LapseQuery } from './flags.dto.js';
import { LOOK_THROUGH } from './flags.events.js';
import { type FlagRow, flagsEnded, flagsOn, flagsToExport, upsertFlag } from './flags.queries.js';

registerConstraint('one_flag_per_case', {
  status: 409,
  code: 'already-flagged',
  title: 'The case has a flag already.',
});

const COLUMNS = ['flagId', 'caseId', 'caseRef', 'setOn', 'expiresOn', 'active'] as const;
const ROWS_AT_ONCE = 1000;

@Injectable()
export class FlagsService {
  constructor(
    private readonly audit: Audit,
    private readonly due: Due,
  ) {}

  /** Flags a case for the window of months after `anchor`, or moves its flag to a later end. */
  set(open: OpenCase, anchor: string, rules: { windowMonths: number; version: number }): void {
    const { caseId, maracId } = open;
    this.promiseToLook(maracId);
    upsertFlag({
      id: newId(),
      caseId,
      maracId,
      setOn: anchor,
      expiresOn: addMonths(anchor, rules.windowMonths),
      ruleVersion: rules.version,
    });
  }

  /** The flag register as its reader may see it. */
  async list(query: FlagQuery): Promise<Page<FlagView>> {
    const limit = query.limit ?? 50;
    this.audit.record({ action: 'flags.listed', subject: { kind: 'register', id: 'flags' } });
    const rows = await flagsOn(today(), { active: query.active, after: query.after, limit });
    return pageOf(rows.map(flagView), limit);
  }

  /** Flags whose window ended in a month and that no repeat set anew since (Derbyshire's coordinator tells agencies monthly which lapsed). */
  async lapses({ month, after, limit }: LapseQuery): Promise<Page<FlagView>> {
    const from = `${month}-01`;
    const to = addDays(addMonths(from, 1), -1);
    this.audit.record({ action: 'flags.lapses-listed', subject: { kind: 'register', id: 'flags' } });
    return pageOf((await flagsEnded(today(), { from, to, after, limit })).map(flagView), limit);
  }

  /**
   * The register as a spreadsheet for agencies' own systems, whole: references and dates, nobody's name. What was opened in an
   * emergency is not in it, since it may not be taken away.
   */
  async csv(): Promise<string> {
    this.audit.record({ action: 'flags.exported', subject: { kind: 'register', id: 'flags' } });
    const lines = [csvByteOrderMark + csvLine(COLUMNS)];
    for (let rows: FlagRow[] = [], after: string | undefined; ; after = rows.at(-1)?.id) {
      rows = await flagsToExport(today(), { after, limit: ROWS_AT_ONCE });
      for (const { id, caseId, caseRef, setOn, expiresOn, active } of rows)
        lines.push(csvLine([id, caseId, caseRef, setOn, expiresOn, active ? 'yes' : 'no']));
      if (rows.length < ROWS_AT_ONCE) return lines.join('');
    }
  }

  /** Once in a unit of work, however many flags it sets: each such write parts what an import sends together. */
  private promiseToLook(maracId: string): void {
    tx().memory(`flags.look-through.${maracId}`, () => {
      this.due.set(LOOK_THROUGH, maracId, new Date());
      return true;
    });
  }
}

const today = () => todayIn(TIME_ZONE, new Date());

export function flagView({ id, caseId, caseRef, setOn, expiresOn, active }: FlagRow): FlagView {
  return { id, caseId, caseRef, setOn, expiresOn, active };
}
