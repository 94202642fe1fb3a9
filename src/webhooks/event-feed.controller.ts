import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiNotModifiedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../platform/http/allow.js';
import { contentTag, namesTag } from '../platform/http/if-none-match.js';
import { EventFeedQuery, EventFeedView } from './event-feed.dto.js';
import { EventFeed } from './event-feed.service.js';

@ApiTags('Webhooks')
@Controller('events')
export class EventFeedController {
  constructor(private readonly feed: EventFeed) {}

  /** What happened since a place in the feed, on cases that you may see and in areas where you work. Ids alone. */
  @Get()
  @Allow('events:read')
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'ETag of the answer before: 304 when nothing is new.',
  })
  @ApiOkResponse({ type: EventFeedView })
  @ApiNotModifiedResponse({ description: 'Nothing else than what you have.' })
  async since(
    @Query() query: EventFeedQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventFeedView | undefined> {
    const view = await this.feed.since(query);
    const tag = contentTag(view);
    void reply.header('etag', tag);
    if (!namesTag(known, tag)) return view;
    void reply.status(304);
    return undefined;
  }
}
