import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ActionPlans } from './action-plans.service.js';
import { ActionView } from './actions.http.js';
import {
  Acceptance,
  Declining,
  EarlierActionView,
  EarlierQuery,
  NewProposal,
  NewReassignment,
  PlanAdviceView,
  ProposalView,
  TurningDown,
} from './lifecycle.dto.js';
import { Proposals } from './proposals.service.js';
import { Reassignments } from './reassignments.service.js';
import { Requests } from './requests.service.js';

@ApiTags('Actions')
@Controller()
export class LifecycleController {
  constructor(
    private readonly requests: Requests,
    private readonly reassignments: Reassignments,
    private readonly proposals: Proposals,
    private readonly plans: ActionPlans,
  ) {}

  /** The agency that was asked takes it on. For it and the coordinator. */
  @Post('actions/:id/acceptance')
  @HttpCode(200)
  @Allow('actions:update')
  @ApiOkResponse({ type: ActionView })
  accept(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: Acceptance): Promise<ActionView> {
    return this.requests.accept(id, version, body);
  }

  /** The agency that was asked does not take it on; the action stays open until somebody does. For it and the coordinator. */
  @Post('actions/:id/declining')
  @HttpCode(200)
  @Allow('actions:update')
  @ApiOkResponse({ type: ActionView })
  decline(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: Declining): Promise<ActionView> {
    return this.requests.decline(id, version, body);
  }

  /** Hands it to another agency (coordinators and chairs), or within the agency to another person or post (the agency too). */
  @Post('actions/:id/reassignment')
  @HttpCode(200)
  @Allow('actions:read')
  @ApiOkResponse({ type: ActionView })
  reassign(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewReassignment): Promise<ActionView> {
    return this.reassignments.reassign(id, version, body);
  }

  /** Proposes an action, for the own agency or another. No clock runs until it is agreed. */
  @Post('cases/:id/action-proposals')
  @Allow('actions:update')
  @ApiCreatedResponse({ type: ProposalView })
  propose(@IdParam('id') id: string, @Body() body: NewProposal): Promise<ProposalView> {
    return this.proposals.propose(id, body);
  }

  /** What was proposed about a case, and what came of it. To take one up, name it (`proposalId`) in the action that is agreed. */
  @Get('cases/:id/action-proposals')
  @Allow('actions:read')
  @ApiOkResponse({ type: [ProposalView] })
  proposed(@IdParam('id') id: string): Promise<ProposalView[]> {
    return this.proposals.list(id);
  }

  /** Turns a proposal down. For coordinators and chairs. */
  @Post('action-proposals/:id/turning-down')
  @HttpCode(200)
  @Allow('actions:set')
  @ApiOkResponse({ type: ProposalView })
  turnDown(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: TurningDown): Promise<ProposalView> {
    return this.proposals.turnDown(id, version, body);
  }

  /** What was tried for this case before: asked, done, worked? As far as you see the actions in full. */
  @Get('cases/:id/actions/earlier')
  @Allow('actions:read')
  @ApiOkResponse({ type: [EarlierActionView] })
  earlier(@IdParam('id') id: string, @Query() query: EarlierQuery): Promise<EarlierActionView[]> {
    return this.plans.earlier(id, query);
  }

  /** What the plan that stands lacks as a whole. For coordinators and chairs, who see all of it. */
  @Get('cases/:id/actions/advice')
  @Allow('actions:set')
  @ApiOkResponse({ type: [PlanAdviceView] })
  advice(@IdParam('id') id: string): Promise<PlanAdviceView[]> {
    return this.plans.advice(id);
  }
}
