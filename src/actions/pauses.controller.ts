import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ActionView } from './actions.http.js';
import { NewPause } from './pauses.dto.js';
import { Pausing } from './pausing.service.js';

@ApiTags('Actions')
@Controller('actions/:id')
export class PausesController {
  constructor(private readonly pausing: Pausing) {}

  /** Lets an action rest: nobody is reminded of it until the pause ends. For coordinators, chairs, and managers of its owner. */
  @Post('pause')
  @HttpCode(200)
  @Allow('actions:pause')
  @ApiOkResponse({ type: ActionView })
  pause(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewPause): Promise<ActionView> {
    return this.pausing.pause(id, version, body);
  }

  /** Ends the pause before its time. */
  @Post('resumption')
  @HttpCode(200)
  @Allow('actions:pause')
  @ApiOkResponse({ type: ActionView })
  resume(@IdParam('id') id: string, @IfMatch() version: number): Promise<ActionView> {
    return this.pausing.resume(id, version);
  }
}
