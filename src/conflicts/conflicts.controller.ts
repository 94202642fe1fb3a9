import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import {
  ConflictReceived, ConflictView, NewConflict, NewDecision, NewNamedPeople, NewRestriction, NewStaffDetails, RegisterQuery, StaffDetailsView,
} from './conflicts.dto.js'; // prettier-ignore
import { ConflictRegister } from './register.service.js';
import { Restrictions } from './restrictions.service.js';
import { TiesService } from './ties.service.js';

@ApiTags('Conflicts of interest')
@Controller()
export class ConflictsController {
  constructor(
    private readonly ties: TiesService,
    private readonly register: ConflictRegister,
    private readonly restrictions: Restrictions,
  ) {}

  /** You, or a colleague, are close to a person in a case. The answer is the same whether there is such a case or not. */
  @Post('conflicts')
  @Allow('conflicts:declare')
  @ApiCreatedResponse({ type: ConflictReceived })
  declare(@Body() body: NewConflict): Promise<ConflictReceived> {
    return this.ties.declare(body);
  }

  /** The register of the MARACs you coordinate or chair. What concerns you is not in it. */
  @Get('conflicts')
  @Allow('conflicts:decide')
  @ApiOkResponse({ type: PageOf(ConflictView) })
  list(@Query() query: RegisterQuery): Promise<Page<ConflictView>> {
    return this.register.list(query);
  }

  @Get('conflicts/:id')
  @Allow('conflicts:decide')
  @ApiOkResponse({ type: ConflictView })
  byId(@IdParam('id') id: string): Promise<ConflictView> {
    return this.register.byId(id);
  }

  /** Confirms, dismisses, or lifts: that takes two people. */
  @Post('conflicts/:id/decisions')
  @HttpCode(200)
  @Allow('conflicts:decide')
  @ApiOkResponse({ type: ConflictView })
  decide(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewDecision): Promise<ConflictView> {
    return this.register.decide(id, version, body);
  }

  /** Who of an agency that is shut out works on the case. */
  @Put('conflicts/:id/people')
  @Allow('conflicts:decide')
  @ApiOkResponse({ type: ConflictView })
  namePeople(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: NewNamedPeople,
  ): Promise<ConflictView> {
    return this.restrictions.namePeople(id, version, body);
  }

  /** Shuts an agency out of a case but for the people named. */
  @Post('cases/:id/restrictions')
  @Allow('conflicts:decide')
  @ApiCreatedResponse({ type: ConflictView })
  restrict(@IdParam('id') id: string, @Body() body: NewRestriction): Promise<ConflictView> {
    return this.restrictions.restrict(id, body);
  }

  /** By what you would be recognised in a case: kept as keyed hashes, compared with every referral, never shown. */
  @Post('staff-details')
  @HttpCode(200)
  @Allow('conflicts:declare')
  @ApiOkResponse({ type: StaffDetailsView })
  addDetails(@Body() body: NewStaffDetails): Promise<StaffDetailsView> {
    return this.ties.addDetails(body);
  }

  /** What kinds of details are held of you. */
  @Get('staff-details')
  @Allow('conflicts:declare')
  @ApiOkResponse({ type: StaffDetailsView })
  ownDetails(): Promise<StaffDetailsView> {
    return this.ties.ownDetails();
  }
}
