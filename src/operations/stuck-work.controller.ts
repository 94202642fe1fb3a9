import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf, Paging } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { StuckWorkView } from './stuck-work.dto.js';
import { StuckWorkDesk } from './stuck-work-desk.service.js';

@ApiTags('Operations')
@Controller('stuck-work')
export class StuckWorkController {
  constructor(private readonly desk: StuckWorkDesk) {}

  /** Work of the system that failed for good and waits for a person, oldest first. It stays here until it is done. */
  @Get()
  @Allow('jobs:read')
  @ApiOkResponse({ type: PageOf(StuckWorkView) })
  list(@Query() paging: Paging): Promise<Page<StuckWorkView>> {
    return this.desk.list(paging);
  }

  /** Tries it again, within seconds; asked twice it is tried once. It leaves the list when it is done. */
  @Post(':id/retry')
  @HttpCode(202)
  @Allow('jobs:retry')
  @ApiResponse({ status: 202, type: StuckWorkView })
  retry(@IdParam('id') id: string): Promise<StuckWorkView> {
    return this.desk.retry(id);
  }
}
