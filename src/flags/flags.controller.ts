import { Body, Controller, Get, Header, Headers, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CSV } from '../platform/http/accepts.js';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { contentTag, namesTag } from '../platform/http/if-none-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { FlagChanges } from './flag-changes.service.js';
import {
  ChangesQuery,
  FlagChangesView,
  FlagDetailView,
  FlagQuery,
  FlagView,
  LapseQuery,
  NewAcknowledgement,
} from './flags.dto.js';
import { FlagsService } from './flags.service.js';
import { Markers } from './markers.service.js';

@ApiTags('Flags')
@Controller()
export class FlagsController {
  constructor(
    private readonly flags: FlagsService,
    private readonly markers: Markers,
    private readonly changes: FlagChanges,
  ) {}

  /** Cases whose new incidents are repeats, and until when. */
  @Get('flags')
  @Allow('flags:read')
  @ApiOkResponse({ type: PageOf(FlagView) })
  list(@Query() query: FlagQuery): Promise<Page<FlagView>> {
    return this.flags.list(query);
  }

  /** The same as a CSV file, whole, for agencies' own systems. */
  @Get('flags.csv')
  @Allow('flags:read')
  @Header('content-type', `${CSV}; charset=utf-8`)
  @Header('content-disposition', 'attachment; filename="flags.csv"')
  @ApiProduces(CSV)
  @ApiOkResponse({ schema: { type: 'string' } })
  csv(): Promise<string> {
    return this.flags.csv();
  }

  /** What became of flags since a place in the feed: set, moved, lapsed, or shared with your agency. Ids and dates. */
  @Get('flags/changes')
  @Allow('flags:read')
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'ETag of the answer before: 304 when nothing is new.',
  })
  @ApiOkResponse({ type: FlagChangesView })
  @ApiNotModifiedResponse({ description: 'Nothing else than what you have.' })
  async changesSince(
    @Query() query: ChangesQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FlagChangesView | undefined> {
    const view = await this.changes.since(query);
    const tag = contentTag(view);
    void reply.header('etag', tag);
    if (!namesTag(known, tag)) return view;
    void reply.status(304);
    return undefined;
  }

  /** Flags whose window ended in a month. */
  @Get('flags/lapses')
  @Allow('flags:read')
  @ApiOkResponse({ type: PageOf(FlagView) })
  lapses(@Query() query: LapseQuery): Promise<Page<FlagView>> {
    return this.flags.lapses(query);
  }

  /** One flag, and how far agencies are in marking their own files. */
  @Get('flags/:id')
  @Allow('flags:read')
  @ApiOkResponse({ type: FlagDetailView })
  byId(@IdParam('id') id: string): Promise<FlagDetailView> {
    return this.markers.byId(id);
  }

  /** Your agency placed or removed its own marker for the flag as it stands. */
  @Post('flags/:id/acknowledgements')
  @Allow('flags:acknowledge')
  @ApiCreatedResponse({ type: FlagDetailView })
  acknowledge(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: NewAcknowledgement,
  ): Promise<FlagDetailView> {
    return this.markers.acknowledge(id, version, body);
  }
}
