import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { Caseloads } from './caseloads.service.js';
import { ClocksQuery, WaitingVictimView } from './contacts.dto.js';
import { CaseloadView, NewSupporter, SupportEnding, SupportersView } from './supporters.dto.js';
import { Supporters } from './supporters.service.js';

@ApiTags('Support')
@Controller()
export class SupportersController {
  constructor(
    private readonly supporters: Supporters,
    private readonly caseloads: Caseloads,
  ) {}

  /** Which IDVA holds the case, and who did before. */
  @Get('cases/:id/supporter')
  @Allow('contacts:read')
  @ApiOkResponse({ type: SupportersView })
  view(@IdParam('id') id: string): Promise<SupportersView> {
    return this.supporters.view(id);
  }

  /** Gives the case to an IDVA, or hands it over. For the service and the coordinator. Needs If-Match; "0" begins. */
  @Post('cases/:id/supporter')
  @HttpCode(200)
  @Allow('support:allocate')
  @ApiOkResponse({ type: SupportersView })
  allocate(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewSupporter): Promise<SupportersView> {
    return this.supporters.allocate(id, version, body);
  }

  /** Nobody holds the case any more. */
  @Post('cases/:id/supporter/ending')
  @HttpCode(200)
  @Allow('support:allocate')
  @ApiOkResponse({ type: SupportersView })
  end(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: SupportEnding): Promise<SupportersView> {
    return this.supporters.end(id, version, body.because);
  }

  /** What each IDVA carries beside the area's quota: those of your own service, or of all if you coordinate. Numbers alone. */
  @Get('maracs/:id/caseload')
  @Allow('support:read')
  @ApiOkResponse({ type: CaseloadView })
  caseload(@IdParam('id') id: string): Promise<CaseloadView> {
    return this.caseloads.of(id);
  }

  /** Victims whom nobody has contacted yet, the most pressing first, of cases that you may see. */
  @Get('maracs/:id/contact-clocks')
  @Allow('support:read')
  @ApiOkResponse({ type: PageOf(WaitingVictimView) })
  waiting(@IdParam('id') id: string, @Query() query: ClocksQuery): Promise<Page<WaitingVictimView>> {
    return this.caseloads.waiting(id, query);
  }
}
