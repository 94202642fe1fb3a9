import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { ActionView, NewAction } from '../actions/actions.http.js';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { HearingService } from './hearing.service.js';

@ApiTags('Agenda items')
@Controller('agenda-items')
export class AgendaItemsController {
  constructor(private readonly hearing: HearingService) {}

  /** An agency agrees at the meeting to do something about the case. */
  @Post(':id/actions')
  @Allow('actions:set')
  @ApiCreatedResponse({ type: ActionView })
  agreeAction(@IdParam('id') id: string, @Body() body: NewAction): Promise<ActionView> {
    return this.hearing.agreeAction(id, body);
  }
}
