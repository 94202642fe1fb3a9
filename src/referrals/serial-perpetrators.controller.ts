import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { SerialPerpetratorView, SerialQuery } from './serial-perpetrators.dto.js';
import { SerialPerpetrators } from './serial-perpetrators.service.js';

@ApiTags('Serial perpetrators')
@Controller('serial-perpetrators')
export class SerialPerpetratorsController {
  constructor(private readonly serial: SerialPerpetrators) {}

  /** Perpetrators with two or more victims within three years, or as the area decided. For coordinators, and for the police. */
  @Get()
  @Allow('serial-perpetrators:read')
  @ApiOkResponse({ type: PageOf(SerialPerpetratorView) })
  list(@Query() query: SerialQuery): Promise<Page<SerialPerpetratorView>> {
    return this.serial.list(query);
  }
}
