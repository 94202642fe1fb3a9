import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { Cancellations } from './cancellation.service.js';
import { MeetingView } from './meetings.dto.js';
import { MeetingsService } from './meetings.service.js';
import { Presiding } from './presiding.service.js';
import {
  CancelledMeetingView,
  MeetingCancellation,
  MeetingChangeView,
  MeetingMove,
  MovedMeetingView,
  NewRatification,
  PresidingChange,
  RatificationView,
} from './scheduling.dto.js';
import { Scheduling } from './scheduling.service.js';

@ApiTags('Meetings')
@Controller('meetings/:id')
export class SchedulingController {
  constructor(
    private readonly scheduling: Scheduling,
    private readonly cancellations: Cancellations,
    private readonly presiding: Presiding,
    private readonly meetings: MeetingsService,
  ) {}

  /** Moves a meeting to another time or place; its deadlines and guests follow, and people are told. Needs If-Match. */
  @Post('move')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: MovedMeetingView })
  move(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: MeetingMove): Promise<MovedMeetingView> {
    return this.scheduling.move(id, version, body);
  }

  /** Cancels a meeting; its cases go to the top of the next, and people are told. Needs If-Match. */
  @Post('cancellation')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: CancelledMeetingView })
  async cancel(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: MeetingCancellation,
  ): Promise<CancelledMeetingView> {
    const done = await this.cancellations.cancel(id, version, body);
    return { ...(await this.meetings.byId(id)), ...done };
  }

  /** Says who chairs, who stands in, and whether the chair is absent. Needs If-Match. */
  @Put('chair')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: MeetingView })
  async preside(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: PresidingChange,
  ): Promise<MeetingView> {
    await this.presiding.preside(id, version, body);
    return this.meetings.byId(id);
  }

  /** When and why it was moved, cancelled or given to another chair; the latest first. */
  @Get('changes')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: [MeetingChangeView] })
  changes(@IdParam('id') id: string): Promise<MeetingChangeView[]> {
    return this.presiding.changes(id);
  }

  /** Puts down what the next ordinary meeting decided on this emergency meeting. */
  @Post('ratification')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: RatificationView })
  ratify(@IdParam('id') id: string, @Body() body: NewRatification): Promise<RatificationView> {
    return this.presiding.ratify(id, body);
  }

  /** What the next ordinary meeting decided on this emergency meeting. */
  @Get('ratification')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: RatificationView })
  ratification(@IdParam('id') id: string): Promise<RatificationView> {
    return this.presiding.ratification(id);
  }
}
