import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { ReferralEdits } from './referral-edits.service.js';
import { NewReferral, ReferralQuery, ReferralView } from './referrals.dto.js';
import { ReferralsService } from './referrals.service.js';

@ApiTags('Referrals')
@Controller('referrals')
export class ReferralsController {
  constructor(
    private readonly referrals: ReferralsService,
    private readonly edits: ReferralEdits,
  ) {}

  /**
   * Refers a victim. Who may ask a repeat check has asked it, and sends its token; for everybody else it runs by itself. The IDVA
   * service is told at once.
   */
  @Post()
  @Allow('referrals:submit')
  @ApiCreatedResponse({ type: ReferralView })
  refer(@Body() body: NewReferral): Promise<ReferralView> {
    return this.referrals.refer(body);
  }

  /** Referrals you may see, oldest first: your agency's own, or your whole MARAC's when you coordinate or chair it. */
  @Get()
  @Allow('referrals:read')
  @ApiOkResponse({ type: PageOf(ReferralView) })
  list(@Query() query: ReferralQuery): Promise<Page<ReferralView>> {
    return this.referrals.list(query);
  }

  @Get(':id')
  @Allow('referrals:read')
  @ApiOkResponse({ type: ReferralView })
  byId(@IdParam('id') id: string): Promise<ReferralView> {
    return this.referrals.byId(id);
  }

  /** Completes a draft, or what came back: the whole form anew. What changed is kept by name alone. */
  @Put(':id')
  @Allow('referrals:submit')
  @ApiOkResponse({ type: ReferralView })
  edit(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewReferral): Promise<ReferralView> {
    return this.edits.edit(id, version, body);
  }

  /** Submits a draft, or a returned referral again. */
  @Post(':id/submission')
  @HttpCode(200)
  @Allow('referrals:submit')
  @ApiOkResponse({ type: ReferralView })
  submit(@IdParam('id') id: string, @IfMatch() version: number): Promise<ReferralView> {
    return this.edits.submit(id, version);
  }
}
