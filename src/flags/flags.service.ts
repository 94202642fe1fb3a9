import { Injectable } from '@nestjs/common';
import type { OpenCase } from '../access/open-case.js';
import { Audit } from '../audit/audit.service.js';
import { TIME_ZONE } from '../maracs/maracs.service.js';
import { newId } from '../platform/db/ids.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { addMonths, todayIn } from '../platform/values/dates.js';
import type { FlagQuery, FlagView } from './flags.dto.js';
import { flagsOn, upsertFlag } from './flags.queries.js';

@Injectable()
export class FlagsService {
  constructor(private readonly audit: Audit) {}

  /** Flags a case for the window of months after `anchor`, or moves its flag to a later end. */
  set(open: OpenCase, anchor: string, rules: { windowMonths: number; version: number }): void {
    const { caseId, maracId } = open;
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
    return pageOf(
      await flagsOn(todayIn(TIME_ZONE, new Date()), { active: query.active, after: query.after, limit }),
      limit,
    );
  }
}
