import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AcceptsSpreadsheet } from '../platform/http/accepts.js';
import { Allow } from '../platform/http/allow.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { ImportRowsQuery, ImportView, NewImport, RowReportView } from './imports.dto.js';
import { ImportsService } from './imports.service.js';

@ApiTags('Imports')
@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  /** Takes a referral spreadsheet in (the file itself is the body). It is worked through in the background. */
  @Post()
  @HttpCode(202)
  @Allow('referrals:import')
  @AcceptsSpreadsheet()
  @ApiAcceptedResponse({ type: ImportView })
  start(@Query() query: NewImport, @Body() file: Buffer): Promise<ImportView> {
    return this.imports.start(query, file);
  }

  /** How far it has come. */
  @Get(':id')
  @Allow('referrals:import')
  @ApiOkResponse({ type: ImportView })
  byId(@IdParam('id') id: string): Promise<ImportView> {
    return this.imports.byId(id);
  }

  /** What became of each row, in order. */
  @Get(':id/rows')
  @Allow('referrals:import')
  @ApiOkResponse({ type: PageOf(RowReportView) })
  rows(@IdParam('id') id: string, @Query() query: ImportRowsQuery): Promise<Page<RowReportView>> {
    return this.imports.rows(id, query);
  }
}
