import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf, pageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { AuditEventView, AuditQuery } from './audit.dto.js';
import { auditEvents } from './audit.queries.js';
import { Audit } from './audit.service.js';

@ApiTags('Audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  /** Who saw and did what, in the MARACs you audit. Reading this is recorded too. */
  @Get('events')
  @Allow('audit:read')
  @ApiOkResponse({ type: PageOf(AuditEventView) })
  async events(@Query() query: AuditQuery): Promise<Page<AuditEventView>> {
    this.audit.record({ action: 'audit.read', subject: { kind: 'audit', id: query.subject ?? 'events' } });
    return pageOf(await auditEvents(query), query.limit ?? 50);
  }

  /** Who looked at, or did something to, this case, referral, action or person. */
  @Get('subjects/:id')
  @Allow('audit:read')
  @ApiOkResponse({ type: PageOf(AuditEventView) })
  async subject(@IdParam('id') subject: string, @Query() query: AuditQuery): Promise<Page<AuditEventView>> {
    this.audit.record({ action: 'audit.read', subject: { kind: 'audit', id: subject } });
    return pageOf(await auditEvents({ ...query, subject }), query.limit ?? 50);
  }
}
