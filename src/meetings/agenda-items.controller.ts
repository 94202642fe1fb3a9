import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AgreedActionView, NewAction } from '../actions/actions.http.js';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { HearingService } from './hearing.service.js';
import { AgendaItemView, NewOutcome } from './meetings.dto.js';

@ApiTags('Agenda items')
@Controller('agenda-items')
export class AgendaItemsController {
  constructor(private readonly hearing: HearingService) {}

  /** Records what came of a case at its meeting. Needs If-Match with the version of the agenda item. */
  @Post(':id/outcome')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: AgendaItemView })
  outcome(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewOutcome): Promise<AgendaItemView> {
    return this.hearing.recordOutcome(id, version, body);
  }

  /** An agency agrees at the meeting to do something about the case; one that is not there is asked. */
  @Post(':id/actions')
  @Allow('actions:set')
  @ApiCreatedResponse({ type: AgreedActionView })
  agreeAction(@IdParam('id') id: string, @Body() body: NewAction): Promise<AgreedActionView> {
    return this.hearing.agreeAction(id, body);
  }
}
