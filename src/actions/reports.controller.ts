import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../platform/db/actor.js';
import { AcceptsSpreadsheet, CSV } from '../platform/http/accepts.js';
import { Allow } from '../platform/http/allow.js';
import { CurrentActor } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { ActionFiles } from './action-files.service.js';
import { BulkReportView, BulkUpdates, FileQuery, UpdatesImportQuery, UpdatesImportView } from './bulk.dto.js';
import { BulkReports } from './bulk-reports.service.js';
import { COLUMNS_EXPLAINED } from './file-columns.rules.js';

@ApiTags('Actions')
@Controller()
export class ReportsController {
  constructor(
    private readonly reports: BulkReports,
    private readonly files: ActionFiles,
  ) {}

  /** Reports how up to 100 actions go, or how they ended. Each is done or refused on its own; a hidden one answers as an absent one. */
  @Post('actions/bulk')
  @HttpCode(200)
  @Allow('actions:update')
  @ApiOkResponse({ type: BulkReportView })
  bulk(@Body() body: BulkUpdates): Promise<BulkReportView> {
    return this.reports.report(body);
  }

  /** Open actions that you see in full, as a CSV file for your agency's own system: opaque references, codes and dates alone. */
  @Get('actions.csv')
  @Allow('actions:read')
  @Header('content-type', `${CSV}; charset=utf-8`)
  @Header('content-disposition', 'attachment; filename="actions.csv"')
  @ApiProduces(CSV)
  @ApiOkResponse({ schema: { type: 'string' }, description: COLUMNS_EXPLAINED.join(' ') })
  csv(@Query() query: FileQuery): Promise<string> {
    return this.files.csv(query.mine ?? false);
  }

  /**
   * The same file, filled in (the file itself is the body): what each row reports is carried out, with a report by row. The same row
   * again changes nothing.
   */
  @Post('actions/updates-import')
  @HttpCode(200)
  @OwnTransaction()
  @Allow('actions:update')
  @AcceptsSpreadsheet()
  @ApiOkResponse({ type: UpdatesImportView })
  import(
    @CurrentActor() actor: Actor,
    @Query() { dryRun }: UpdatesImportQuery,
    @Body() file: Buffer,
  ): Promise<UpdatesImportView> {
    return this.files.import(actor, file, dryRun ?? false);
  }
}
