import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { CaseHistoryView, CaseView } from './cases.dto.js';
import { CasesService } from './cases.service.js';

@ApiTags('Cases')
@Controller('cases')
export class CasesController {
  constructor(private readonly cases: CasesService) {}

  /** The case as you may see it; what is withheld is named. */
  @Get(':id')
  @Allow('cases:read')
  @ApiOkResponse({ type: CaseView })
  byId(@IdParam('id') id: string): Promise<CaseView> {
    return this.cases.byId(id);
  }

  /** Every referral and assessment of the case. */
  @Get(':id/history')
  @Allow('cases:read')
  @ApiOkResponse({ type: CaseHistoryView })
  history(@IdParam('id') id: string): Promise<CaseHistoryView> {
    return this.cases.history(id);
  }
}
