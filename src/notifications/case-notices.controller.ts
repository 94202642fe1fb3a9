import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.service.js';
import { Audit } from '../audit/audit.service.js';
import { isId } from '../platform/db/ids.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Allow } from '../platform/http/allow.js';
import { Paging } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { IdParam } from '../platform/http/validation.js';
import { CaseNoticePage } from './case-notices.dto.js';
import { noticesOfCase } from './case-notices.queries.js';

@ApiTags('Cases')
@Controller('cases')
export class CaseNoticesController {
  constructor(
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly uow: UnitOfWork,
  ) {}

  /** Who was told what about the case, when and by which way, and whether it went out; newest first. */
  @Get(':id/notices')
  @Allow('notices:read')
  @ApiOkResponse({ type: CaseNoticePage })
  async list(@IdParam('id') caseId: string, @Query() { after, limit }: Paging): Promise<CaseNoticePage> {
    if (after !== undefined && !isId(after)) {
      const detail = 'Give what the page before called next.';
      throw new Problem(422, 'invalid-input', 'The input was not accepted.', [
        { pointer: 'after', code: 'not-a-place', detail },
      ]);
    }
    const { maracId } = await this.access.open(caseId, 'read-case');
    if (!tx().actor.may('notices:read', maracId)) throw Problem.notAllowed();
    this.audit.record({ action: 'notices.read', subject: { kind: 'case', id: caseId }, maracId });
    const rows = await this.uow.elevated(() => noticesOfCase(caseId, after ?? null, limit + 1));
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
