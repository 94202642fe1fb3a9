import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { Handovers } from './handovers.service.js';
import { PackageReaders } from './package-readers.service.js';
import { Receptions } from './receptions.service.js';
import {
  HandoverQuery,
  HandoverView,
  NewHandover,
  NewReception,
  PackageCheckView,
  PackageView,
  ReceptionView,
} from './transfers.dto.js';

@ApiTags('Transfers')
@Controller('transfers')
export class TakeoversController {
  constructor(
    private readonly packages: PackageReaders,
    private readonly receptions: Receptions,
    private readonly handovers: Handovers,
  ) {}

  /** What goes along with a transfer, as it was signed: for coordinators of both areas, of the new one once they accepted. */
  @Get(':id/package')
  @Allow('transfers:offer')
  @ApiOkResponse({ type: PackageView })
  read(@IdParam('id') id: string): Promise<PackageView> {
    return this.packages.read(id);
  }

  /** Checks whether the package is exactly what the old area signed. */
  @Post(':id/package/verification')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: PackageCheckView })
  check(@IdParam('id') id: string): Promise<PackageCheckView> {
    return this.packages.check(id);
  }

  /** Says which case of your MARAC goes on with this transfer, and how it counts. */
  @Post(':id/reception')
  @HttpCode(200)
  @Allow('transfers:offer')
  @ApiOkResponse({ type: ReceptionView })
  receive(@IdParam('id') id: string, @Body() body: NewReception): Promise<ReceptionView> {
    return this.receptions.receive(id, body);
  }

  /** How far the handover between the IDVAs of both areas is. */
  @Get(':id/handover')
  @Allow('transfers:hand-over')
  @ApiOkResponse({ type: HandoverView })
  handover(@IdParam('id') id: string, @Query() query: HandoverQuery): Promise<HandoverView> {
    return this.handovers.view(id, query.side);
  }

  /** Confirms for your side that you and the other IDVA handed the victim over. */
  @Post(':id/handover')
  @HttpCode(200)
  @Allow('transfers:hand-over')
  @ApiOkResponse({ type: HandoverView })
  confirm(@IdParam('id') id: string, @Body() body: NewHandover): Promise<HandoverView> {
    return this.handovers.confirm(id, body);
  }
}
