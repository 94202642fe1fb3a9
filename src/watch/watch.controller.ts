import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { Acknowledgement, WatchFindingView, PersonDeedView, WatchQuery } from './watch.dto.js';
import { WatchService } from './watch.service.js';

@ApiTags('Audit')
@Controller('audit')
export class WatchController {
  constructor(private readonly watch: WatchService) {}

  /** Reading that looked unusual by the rules of the area, newest first; never about yourself. Reading this is recorded too. */
  @Get('watch')
  @Allow('watch:read')
  @ApiOkResponse({ type: PageOf(WatchFindingView) })
  list(@Query() query: WatchQuery): Promise<Page<WatchFindingView>> {
    return this.watch.list(query);
  }

  /** You have looked into it, and say what came of it. 409 `acknowledged-already`. */
  @Post('watch/:id/acknowledgement')
  @HttpCode(200)
  @Allow('watch:answer')
  @ApiOkResponse({ type: WatchFindingView })
  acknowledge(
    @IdParam('id') id: string,
    @Body() { reason }: Acknowledgement,
    @IfMatch() version: number,
  ): Promise<WatchFindingView> {
    return this.watch.acknowledge(id, reason, version);
  }

  /** Who looked at this person: every deed on every case they are a party of, in sentences. Reading this is recorded too. */
  @Get('people/:id')
  @Allow('audit:read')
  @ApiOkResponse({ type: PageOf(PersonDeedView) })
  person(@IdParam('id') id: string, @Query() paging: Paging): Promise<Page<PersonDeedView>> {
    return this.watch.lookedAt(id, paging);
  }
}
