import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import {
  MinutesListView,
  MinutesVerificationView,
  MinutesView,
  NewDraft,
  NewRecall,
  OwnLineView,
} from './minutes.dto.js';
import { MinutesReader } from './minutes-reader.service.js';
import { OwnLines } from './own-lines.service.js';
import { Minutes } from './minutes.service.js';

@ApiTags('Minutes')
@Controller()
export class MinutesController {
  constructor(
    private readonly minutes: Minutes,
    private readonly reader: MinutesReader,
    private readonly lines: OwnLines,
  ) {}

  /** Versions of the minutes of a meeting. */
  @Get('meetings/:id/minutes')
  @Allow('meetings:read')
  @ApiOkResponse({ type: MinutesListView })
  list(@IdParam('id') id: string): Promise<MinutesListView> {
    return this.reader.list(id);
  }

  /** Drafts the minutes from the record of the meeting; with a reason, a correction of those that were approved. */
  @Post('meetings/:id/minutes')
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: MinutesView })
  async draft(@IdParam('id') id: string, @Body() body: NewDraft): Promise<MinutesView> {
    return this.reader.read(await this.minutes.draft(id, body.reason));
  }

  /** What approved minutes say of you as a guest: that you came, and when. */
  @Get('guest-slots/minuted')
  @Allow('slots:read')
  @ApiOkResponse({ type: [OwnLineView] })
  own(): Promise<OwnLineView[]> {
    return this.lines.mine();
  }

  /** The minutes, as far as you may read them, and what your agency may file. */
  @Get('minutes/:id')
  @Allow('information:read')
  @ApiOkResponse({ type: MinutesView })
  read(@IdParam('id') id: string): Promise<MinutesView> {
    return this.reader.read(id);
  }

  /** The chair approves minutes that somebody else drafted. Needs If-Match with their version. */
  @Post('minutes/:id/approval')
  @HttpCode(200)
  @Allow('minutes:approve')
  @ApiOkResponse({ type: MinutesView })
  async approve(@IdParam('id') id: string, @IfMatch() version: number): Promise<MinutesView> {
    await this.minutes.approve(id, version);
    return this.reader.read(id);
  }

  /** Takes approved minutes back. Needs If-Match with their version. */
  @Post('minutes/:id/recall')
  @HttpCode(200)
  @Allow('minutes:approve')
  @ApiOkResponse({ type: MinutesView })
  async recall(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewRecall): Promise<MinutesView> {
    await this.minutes.recall(id, version, body.reason);
    return this.reader.read(id);
  }

  /** Whether the minutes are what was approved: the hash worked out anew. */
  @Get('minutes/:id/verification')
  @Allow('information:read')
  @ApiOkResponse({ type: MinutesVerificationView })
  verify(@IdParam('id') id: string): Promise<MinutesVerificationView> {
    return this.reader.verify(id);
  }
}
