import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../platform/db/actor.js';
import { Allow } from '../platform/http/allow.js';
import { CurrentActor } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { NewRepeatCheck, RepeatCheckView } from './repeat-checks.dto.js';
import { RepeatChecks } from './repeat-checks.service.js';

@ApiTags('Repeat checks')
@Controller('repeat-checks')
export class RepeatChecksController {
  constructor(private readonly checks: RepeatChecks) {}

  /** Would it be a repeat? Answered from what you may see. Counted, and recorded with who asked. */
  @Post()
  @HttpCode(200)
  @OwnTransaction()
  @Allow('repeat-checks:ask')
  @ApiOkResponse({ type: RepeatCheckView })
  ask(@CurrentActor() actor: Actor, @Body() body: NewRepeatCheck): Promise<RepeatCheckView> {
    return this.checks.ask(actor, body);
  }
}
