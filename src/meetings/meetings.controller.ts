import { Body, Controller, Get, Header, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../platform/http/allow.js';
import type { Underway } from '../platform/db/underway.js';
import { etag, IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { AgendaService } from './agenda.service.js';
import { CaseListView } from './case-list.dto.js';
import { CaseListing } from './listing.service.js';
import {
  AgendaItemView,
  MeetingsQuery,
  MeetingView,
  NewAgendaItem,
  NewMeeting,
  NewOrder,
  UnlistedQuery,
  UnlistedView,
} from './meetings.dto.js';
import { MeetingsService } from './meetings.service.js';
import { Scheduling } from './scheduling.service.js';

@ApiTags('Meetings')
@Controller('meetings')
export class MeetingsController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly agenda: AgendaService,
    private readonly scheduling: Scheduling,
    private readonly listing: CaseListing,
  ) {}

  /** Meetings in order of time. */
  @Get()
  @Allow('meetings:read')
  @ApiOkResponse({ type: PageOf(MeetingView) })
  list(@Query() query: MeetingsQuery): Promise<Page<MeetingView>> {
    return this.meetings.list(query);
  }

  /** Plans a meeting on a day, or calls an emergency meeting at no notice. */
  @Post()
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: MeetingView })
  plan(@Body() body: NewMeeting): Promise<MeetingView> {
    return this.scheduling.plan(body);
  }

  /** Accepted referrals that are on no list of a meeting to come: nobody will hear of them unless they are listed. */
  @Get('unlisted')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: PageOf(UnlistedView) })
  unlisted(@Query() query: UnlistedQuery): Promise<Page<UnlistedView>> {
    return this.meetings.unlisted(query);
  }

  @Get(':id')
  @Allow('meetings:read')
  @ApiOkResponse({ type: MeetingView })
  byId(@IdParam('id') id: string): Promise<MeetingView> {
    return this.meetings.byId(id);
  }

  /** The cases that you may see, in the order in which they are heard, with what you may know of each. */
  @Get(':id/case-list')
  @Allow('meetings:read')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: CaseListView })
  async caseList(
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Underway<string>> {
    const list = await this.meetings.caseList(id);
    return list.map(({ version, body }) => {
      etag(reply, version);
      return body;
    });
  }

  /** Lists a case by hand. On a list that is too long the answer says what can be done; once the list went out, the chair alone adds. */
  @Post(':id/agenda-items')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: AgendaItemView })
  listCase(@IdParam('id') id: string, @Body() body: NewAgendaItem): Promise<AgendaItemView> {
    return this.listing.list(id, body);
  }

  /** Puts the agenda in order: every item exactly once. Needs If-Match with the version of the meeting. */
  @Put(':id/order')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: MeetingView })
  async reorder(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewOrder): Promise<MeetingView> {
    await this.agenda.reorder(id, version, body);
    return this.meetings.byId(id);
  }
}
