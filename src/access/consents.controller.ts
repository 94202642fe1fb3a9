import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { ConsentsView, NewConsent } from './consents.dto.js';
import { Consents } from './consents.service.js';

@ApiTags('Sharing')
@Controller('cases/:id/consents')
export class ConsentsController {
  constructor(private readonly consents: Consents) {}

  /** How consent stands, and what was asked, answered and decided. */
  @Get()
  @Allow('sharing:read')
  @ApiOkResponse({ type: ConsentsView })
  list(@IdParam('id') id: string): Promise<ConsentsView> {
    return this.consents.list(id);
  }

  /** Records an answer, or why nobody was asked, and the decision to share all the same. */
  @Post()
  @Allow('consents:record')
  @ApiCreatedResponse({ type: ConsentsView })
  record(@IdParam('id') id: string, @Body() body: NewConsent): Promise<ConsentsView> {
    return this.consents.record(id, body);
  }
}
