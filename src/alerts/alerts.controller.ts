import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { AlertLists } from './alert-lists.service.js';
import { CaseAlertsPage, CaseAlertsQuery, LaddersQuery, LaddersView } from './alerts.dto.js';

@ApiTags('Alerts')
@Controller()
export class AlertsController {
  constructor(private readonly lists: AlertLists) {}

  /** What was told of a case, when, and to whom by their part: for who oversees it all, for others what their agency owes. */
  @Get('cases/:id/alerts')
  @Allow('actions:read')
  @ApiOkResponse({ type: CaseAlertsPage })
  ofCase(@IdParam('id') caseId: string, @Query() query: CaseAlertsQuery): Promise<CaseAlertsPage> {
    return this.lists.ofCase(caseId, query);
  }

  /** The area's ladders as they stand today, counted from a day or a moment on which something would be due. */
  @Get('maracs/:id/ladders')
  @Allow('maracs:read')
  @ApiOkResponse({ type: LaddersView })
  ofArea(@IdParam('id') maracId: string, @Query() query: LaddersQuery): Promise<LaddersView> {
    return this.lists.ofArea(maracId, query);
  }
}
