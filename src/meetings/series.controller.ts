import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { NewSeries, SeriesChange, SeriesEnding, SeriesPlanView, SeriesView } from './series.dto.js';
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

  @Get(':id')
  @Allow('meetings:read')
  @ApiOkResponse({ type: SeriesView })
  byId(@IdParam('id') id: string): Promise<SeriesView> {
    return this.series.byId(id);
  }

  /** Changes a series. Its meetings to come follow, but for those that have cases; people are told. Needs If-Match. */
  @Put(':id')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: SeriesPlanView })
  change(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: SeriesChange): Promise<SeriesPlanView> {
    return this.series.change(id, version, body);
  }

  /** Ends a series on a day. Later meetings are called off, but for those that have cases; people are told. Needs If-Match. */
  @Post(':id/ending')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: SeriesPlanView })
  end(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: SeriesEnding): Promise<SeriesPlanView> {
    return this.series.end(id, version, body);
  }
}
