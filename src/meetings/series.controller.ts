import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { NewSeries, SeriesView } from './meetings.dto.js';
import { SeriesService } from './series.service.js';

@ApiTags('Meetings')
@Controller('meeting-series')
export class SeriesController {
  constructor(private readonly series: SeriesService) {}

  @Get()
  @Allow('meetings:read')
  @ApiOkResponse({ type: [SeriesView] })
  list(): Promise<SeriesView[]> {
    return this.series.list();
  }

  /** Adds a series; its meetings are planned ahead at once, and further ones every night. */
  @Post()
  @Allow('meetings:manage')
  @ApiCreatedResponse({ type: SeriesView })
  add(@Body() body: NewSeries): Promise<SeriesView> {
    return this.series.add(body);
  }
}
