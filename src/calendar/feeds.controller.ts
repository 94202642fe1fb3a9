import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Injectable,
  Param,
  type PipeTransform,
  Post,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowSignedIn, Public } from '../platform/http/allow.js';
import { contentTag, namesTag } from '../platform/http/if-none-match.js';
import { Problem } from '../platform/http/problem.js';
import { IdParam } from '../platform/http/validation.js';
import { FeedView, NewFeed, NewFeedView } from './feeds.dto.js';
import { Feeds } from './feeds.service.js';

const TOKEN = /^[\w-]{43}$/;

/** What cannot be a token of ours answers as one that never was. */
@Injectable()
export class FeedTokenPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!TOKEN.test(value)) throw Problem.notFound();
    return value;
  }
}

@ApiTags('Calendar')
@Controller('calendar-feeds')
export class FeedsController {
  constructor(private readonly feeds: Feeds) {}

  /** Your own calendar feeds. */
  @Get()
  @AllowSignedIn()
  @ApiOkResponse({ type: [FeedView] })
  list(): Promise<FeedView[]> {
    return this.feeds.list();
  }

  /** Makes an address by which a calendar of yours follows your meetings. It is shown once. */
  @Post()
  @ShownOnce()
  @AllowSignedIn()
  @ApiCreatedResponse({ type: NewFeedView })
  add(@Body() body: NewFeed): Promise<NewFeedView> {
    return this.feeds.add(body);
  }

  /** Revokes one of your feeds, at once. */
  @Delete(':id')
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  revoke(@IdParam('id') id: string): Promise<void> {
    return this.feeds.revoke(id);
  }

  /** The feed: when meetings are, by opaque titles. The token in its address is all that it needs. */
  @Get(':token/meetings.ics')
  @Public()
  @ApiParam({ name: 'token', type: String, description: 'From the address that was shown when the feed was made.' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'ETag of the answer before: 304 when nothing is new.' })
  @ApiProduces('text/calendar')
  @ApiOkResponse({ description: 'An iCalendar file.', content: { 'text/calendar': { schema: { type: 'string' } } } })
  @ApiNotModifiedResponse({ description: 'Nothing else than what you have.' })
  async read(
    @Param('token', FeedTokenPipe) token: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const ics = await this.feeds.ics(token);
    const tag = contentTag({ ics });
    void reply.header('etag', tag);
    if (!namesTag(known, tag)) {
      void reply.header('content-type', 'text/calendar; charset=utf-8');
      return ics;
    }
    void reply.status(304);
    return undefined;
  }
} // prettier-ignore
