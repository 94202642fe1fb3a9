import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access } from '../access/access.service.js';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ActionLists } from './action-lists.service.js';
import {
  ActionDetailView,
  ActionPage,
  ActionQuery,
  CatalogueEntryView,
  CatalogueQuery,
  Closure,
  NewDueDate,
  NewUpdate,
} from './actions.dto.js';
import { ActionView, AgreedActionView, NewAction } from './actions.http.js';
import { ActionsService } from './actions.service.js';
import { Catalogues } from './catalogues.service.js';

@ApiTags('Actions')
@Controller()
export class ActionsController {
  constructor(
    private readonly access: Access,
    private readonly actions: ActionsService,
    private readonly lists: ActionLists,
    private readonly catalogues: Catalogues,
  ) {}

  /** An agency agrees to an action about a case, outside a meeting, or is asked to. The agency may then open the case. */
  @Post('cases/:id/actions')
  @Allow('actions:set')
  @ApiCreatedResponse({ type: AgreedActionView })
  async agree(@IdParam('id') caseId: string, @Body() body: NewAction): Promise<AgreedActionView> {
    return this.actions.agree(await this.access.open(caseId, 'record-action'), body);
  }

  /** Actions you see in full, in the order in which they are due. */
  @Get('actions')
  @Allow('actions:read')
  @ApiOkResponse({ type: ActionPage })
  list(@Query() query: ActionQuery): Promise<ActionPage> {
    return this.lists.list(query);
  }

  /** One action with its updates and alerts. */
  @Get('actions/:id')
  @Allow('actions:read')
  @ApiOkResponse({ type: ActionDetailView })
  byId(@IdParam('id') id: string): Promise<ActionDetailView> {
    return this.lists.byId(id);
  }

  /** Reports how it goes. For the owner agency and the coordinator. */
  @Post('actions/:id/updates')
  @Allow('actions:update')
  @ApiCreatedResponse({ type: ActionView })
  update(@IdParam('id') id: string, @Body() body: NewUpdate): Promise<ActionView> {
    return this.actions.update(id, body);
  }

  /** Moves the due date. For coordinators and chairs. */
  @Post('actions/:id/due-date')
  @HttpCode(200)
  @Allow('actions:set')
  @ApiOkResponse({ type: ActionView })
  postpone(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewDueDate): Promise<ActionView> {
    return this.actions.postpone(id, version, body);
  }

  /** Reports how it ended. For the owner agency and the coordinator. */
  @Post('actions/:id/closure')
  @HttpCode(200)
  @Allow('actions:update')
  @ApiOkResponse({ type: ActionView })
  close(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: Closure): Promise<ActionView> {
    return this.actions.close(id, version, body);
  }

  /** Actions that conferences agree again and again, and how soon each is due when nobody says. */
  @Get('action-catalogue')
  @Allow('maracs:read')
  @ApiOkResponse({ type: [CatalogueEntryView] })
  catalogue(@Query() query: CatalogueQuery): Promise<CatalogueEntryView[]> {
    return this.catalogues.list(query);
  }
}
