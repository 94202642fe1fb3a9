import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { AgencyView, MaracView, NewAgency, NewMarac, NewRules, RulesView } from './maracs.dto.js';
import { MaracsService } from './maracs.service.js';

@ApiTags('MARACs and agencies')
@Controller()
export class MaracsController {
  constructor(private readonly maracs: MaracsService) {}

  /** The MARACs in which you hold a role. */
  @Get('maracs')
  @Allow('maracs:read')
  @ApiOkResponse({ type: [MaracView] })
  list(): Promise<MaracView[]> {
    return this.maracs.list();
  }

  /** Founds an area. For administrators of all areas. */
  @Post('maracs')
  @Allow('maracs:found')
  @ApiCreatedResponse({ type: MaracView })
  found(@Body() body: NewMarac): Promise<MaracView> {
    return this.maracs.foundArea(body);
  }

  @Get('maracs/:id')
  @Allow('maracs:read')
  @ApiOkResponse({ type: MaracView })
  byId(@IdParam('id') id: string): Promise<MaracView> {
    return this.maracs.byId(id);
  }

  /** Thresholds, windows, deadlines and caps in force today. The ETag names the latest version. */
  @Get('maracs/:id/rules')
  @Allow('maracs:read')
  @ApiOkResponse({ type: RulesView })
  rules(@IdParam('id') id: string): Promise<RulesView> {
    return this.maracs.rulesInForce(id);
  }

  /** Decides a new version, from a day on. Needs If-Match with the latest version. */
  @Put('maracs/:id/rules')
  @Allow('rules:change')
  @ApiOkResponse({ type: RulesView })
  changeRules(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewRules): Promise<RulesView> {
    return this.maracs.changeRules(id, version, body);
  }

  @Get('agencies')
  @Allow('maracs:read')
  @ApiOkResponse({ type: [AgencyView] })
  agencies(): Promise<AgencyView[]> {
    return this.maracs.listAgencies();
  }

  @Post('agencies')
  @Allow('agencies:manage')
  @ApiCreatedResponse({ type: AgencyView })
  addAgency(@Body() body: NewAgency): Promise<AgencyView> {
    return this.maracs.addAgency(body);
  }
}
