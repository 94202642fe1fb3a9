import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ActionReviews } from './action-review.service.js';
import { Closing } from './closing.service.js';
import { NewClose, NewOpening, QuorumView, SittingView } from './meeting-day.dto.js';
import { QuorumService } from './quorum.service.js';
import { ActionsReviewView, NewActionReview, ReviewsQuery, ActionReviewView } from './record.dto.js';
import { Sittings } from './sittings.service.js';

@ApiTags('Meeting day')
@Controller('meetings/:id')
export class SittingsController {
  constructor(
    private readonly sittings: Sittings,
    private readonly closing: Closing,
    private readonly quorum: QuorumService,
    private readonly reviews: ActionReviews,
  ) {}

  /** How far the meeting is: planned, open, closed. */
  @Get('sitting')
  @Allow('meetings:read')
  @ApiOkResponse({ type: SittingView })
  sitting(@IdParam('id') id: string): Promise<SittingView> {
    return this.sittings.read(id);
  }

  /** Opens the meeting. Sent again it changes nothing. */
  @Post('opening')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: SittingView })
  open(@IdParam('id') id: string, @Body() body: NewOpening): Promise<SittingView> {
    return this.sittings.open(id, body);
  }

  /** Closes the meeting, once every case has an outcome. Needs If-Match with the version of the meeting. */
  @Post('close')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: SittingView })
  close(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewClose): Promise<SittingView> {
    return this.closing.close(id, version, body);
  }

  /** Whether there is a quorum: a forecast by what agencies say, and by who is there once the meeting is open. */
  @Get('quorum')
  @Allow('meetings:read')
  @ApiOkResponse({ type: QuorumView })
  quorumNow(@IdParam('id') id: string): Promise<QuorumView> {
    return this.quorum.read(id);
  }

  /** Open actions that earlier meetings agreed, or that cases of this list have: they come first. */
  @Get('actions-review')
  @Allow('meetings:read')
  @ApiOkResponse({ type: ActionsReviewView })
  toReview(@IdParam('id') id: string, @Query() query: ReviewsQuery): Promise<ActionsReviewView> {
    return this.reviews.list(id, query);
  }

  /** What the meeting found of an action. Needs If-Match with the version of the action. */
  @Post('actions-review')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: ActionReviewView })
  review(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: NewActionReview,
  ): Promise<ActionReviewView> {
    return this.reviews.review(id, version, body);
  }
}
