import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { FlagQuery, FlagView } from './flags.dto.js';
import { FlagsService } from './flags.service.js';

@ApiTags('Flags')
@Controller('flags')
export class FlagsController {
  constructor(private readonly flags: FlagsService) {}

  /** Cases whose new incidents are repeats, and until when. */
  @Get()
  @Allow('flags:read')
  @ApiOkResponse({ type: PageOf(FlagView) })
  list(@Query() query: FlagQuery): Promise<Page<FlagView>> {
    return this.flags.list(query);
  }
}
