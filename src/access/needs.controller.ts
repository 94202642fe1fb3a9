import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { NeedView, NewNeed } from './needs.dto.js';
import { Needs } from './needs.service.js';

@ApiTags('Sharing')
@Controller('cases/:id/needs')
export class NeedsController {
  constructor(private readonly needs: Needs) {}

  /** Say why you need to see something: a chair a protected address, an auditor a case. It is shown for an hour. */
  @Post()
  @Allow('needs:state')
  @ApiCreatedResponse({ type: NeedView })
  state(@IdParam('id') id: string, @Body() body: NewNeed): Promise<NeedView> {
    return this.needs.state(id, body);
  }
}
