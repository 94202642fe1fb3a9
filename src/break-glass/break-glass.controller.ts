import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../platform/db/actor.js';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { CurrentActor } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../platform/http/validation.js';
import { BreakGlassQuery, BreakGlassView, BrokenGlassView, NewBreakGlass, NewReview } from './break-glass.dto.js';
import { BreakGlass } from './break-glass.service.js';
import { GlassReviews } from './reviews.service.js';

@ApiTags('Break-glass')
@Controller('break-glass')
export class BreakGlassController {
  constructor(
    private readonly glass: BreakGlass,
    private readonly reviews: GlassReviews,
  ) {}

  /** Opens a case in an emergency, for an hour at most. Coordinators and chairs are told at once, and somebody reviews it. */
  @Post()
  @OwnTransaction()
  @Allow('break-glass:use')
  @ApiCreatedResponse({ type: BrokenGlassView })
  open(@CurrentActor() actor: Actor, @Body() body: NewBreakGlass): Promise<BrokenGlassView> {
    return this.glass.open(actor, body);
  }

  /** What was opened so in the MARACs you coordinate or chair. */
  @Get()
  @Allow('break-glass:review')
  @ApiOkResponse({ type: PageOf(BreakGlassView) })
  list(@Query() query: BreakGlassQuery): Promise<Page<BreakGlassView>> {
    return this.reviews.list(query);
  }

  /** Closes the case again before its time. */
  @Delete(':id')
  @HttpCode(204)
  @Allow('cases:read')
  @ApiNoContentResponse()
  end(@IdParam('id') id: string): Promise<void> {
    return this.reviews.end(id);
  }

  /** Was it an emergency? Answered by somebody else. */
  @Post(':id/review')
  @HttpCode(200)
  @Allow('break-glass:review')
  @ApiOkResponse({ type: BreakGlassView })
  review(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewReview): Promise<BreakGlassView> {
    return this.reviews.review(id, version, body);
  }
}
