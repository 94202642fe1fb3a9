import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { Appeals } from './appeals.service.js';
import { IntakeQuery, IntakeView } from './intake-queue.dto.js';
import { IntakeQueue } from './intake-queue.service.js';
import { ReferralSteps } from './referral-steps.service.js';
import { ReferralView } from './referrals.dto.js';
import { AppealDecision, NewAppeal, ReferralStepView, Screening, Withdrawal } from './screening.dto.js';
import { Screenings } from './screening.service.js';
import { SignOffs } from './sign-offs.service.js';

@ApiTags('Referrals')
@Controller()
export class ScreeningController {
  constructor(
    private readonly screenings: Screenings,
    private readonly appeals: Appeals,
    private readonly signOffs: SignOffs,
    private readonly steps: ReferralSteps,
    private readonly queue: IntakeQueue,
  ) {}

  /** Referrals that wait for somebody to decide: what presses most first. The clock runs on while the referrer completes one. */
  @Get('intake')
  @Allow('referrals:screen')
  @ApiOkResponse({ type: PageOf(IntakeView) })
  intake(@Query() query: IntakeQuery): Promise<Page<IntakeView>> {
    return this.queue.list(query);
  }

  /** Accepts, returns for information, declines with reason and advice, or says that it is a duplicate or a repeat to be noted. */
  @Post('referrals/:id/screening')
  @HttpCode(200)
  @Allow('referrals:screen')
  @ApiOkResponse({ type: ReferralView })
  screen(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: Screening): Promise<ReferralView> {
    return this.screenings.screen(id, version, body);
  }

  @Post('referrals/:id/withdrawal')
  @HttpCode(200)
  @Allow('referrals:submit')
  @ApiOkResponse({ type: ReferralView })
  withdraw(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: Withdrawal): Promise<ReferralView> {
    return this.screenings.withdraw(id, version, body);
  }

  /** A second person of the referring agency stands by the referral; never who wrote it. */
  @Post('referrals/:id/sign-off')
  @HttpCode(200)
  @Allow('referrals:sign-off')
  @ApiOkResponse({ type: ReferralView })
  signOff(@IdParam('id') id: string, @IfMatch() version: number): Promise<ReferralView> {
    return this.signOffs.signOff(id, version);
  }

  /** Puts a decline before the chair, once. */
  @Post('referrals/:id/appeal')
  @HttpCode(200)
  @Allow('referrals:submit')
  @ApiOkResponse({ type: ReferralView })
  appeal(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewAppeal): Promise<ReferralView> {
    return this.appeals.appeal(id, version, body);
  }

  /** The chair decides on an appeal; never who declined the referral. Allowed: it is accepted. */
  @Post('referrals/:id/appeal/decision')
  @HttpCode(200)
  @Allow('appeals:decide')
  @ApiOkResponse({ type: ReferralView })
  decide(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: AppealDecision): Promise<ReferralView> {
    return this.appeals.decide(id, version, body);
  }

  /** What was done to a referral, by whom and why, oldest first. */
  @Get('referrals/:id/steps')
  @Allow('referrals:read')
  @ApiOkResponse({ type: [ReferralStepView] })
  history(@IdParam('id') id: string): Promise<ReferralStepView[]> {
    return this.steps.history(id);
  }
}
