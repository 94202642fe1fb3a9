import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { Circulation } from './circulation.service.js';
import { ForecastView } from './forecast.dto.js';
import { Forecast } from './forecast.service.js';
import { Invitations } from './invitations.service.js';
import {
  CirculationView,
  InvitationsView,
  NewCirculation,
  NewInvitations,
  NewResearch,
  RequestView,
  ResearchView,
} from './research.dto.js';
import { Workspaces } from './workspaces.service.js';

@ApiTags('Research')
@Controller()
export class ResearchController {
  constructor(
    private readonly circulation: Circulation,
    private readonly invitations: Invitations,
    private readonly workspaces: Workspaces,
    private readonly forecast: Forecast,
  ) {}

  /** Circulates the list: each case to the agencies needed for it, which are asked for research. Additions are the chair's. */
  @Post('meetings/:id/circulation')
  @HttpCode(200)
  @Allow('meetings:manage')
  @ApiOkResponse({ type: CirculationView })
  circulate(@IdParam('id') id: string, @Body() body: NewCirculation): Promise<CirculationView> {
    return this.circulation.circulate(id, body);
  }

  /** To whom each case went, and how far they are. */
  @Get('meetings/:id/circulation')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: CirculationView })
  circulated(@IdParam('id') id: string): Promise<CirculationView> {
    return this.circulation.state(id);
  }

  /** How complete research will be on the day: who owes what, and how likely it comes, from each agency's own record. */
  @Get('meetings/:id/research-forecast')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: ForecastView })
  forecastOf(@IdParam('id') id: string): Promise<ForecastView> {
    return this.forecast.of(id);
  }

  /** Chooses the agencies needed for this case, before it is circulated. */
  @Put('agenda-items/:id/invitations')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: InvitationsView })
  choose(@IdParam('id') id: string, @Body() body: NewInvitations): Promise<InvitationsView> {
    return this.invitations.choose(id, body);
  }

  /** How far each agency is with its research on this case. */
  @Get('agenda-items/:id/research-status')
  @Allow('meetings:manage')
  @ApiOkResponse({ type: [RequestView] })
  progress(@IdParam('id') id: string): Promise<RequestView[]> {
    return this.invitations.progress(id);
  }

  /** Your own agency's research on this case. Nobody outside your agency sees it. */
  @Get('agenda-items/:id/research')
  @Allow('research:do')
  @ApiOkResponse({ type: ResearchView })
  own(@IdParam('id') id: string): Promise<ResearchView> {
    return this.workspaces.own(id);
  }

  /** Writes your own agency's research. Needs If-Match; "0" begins. */
  @Put('agenda-items/:id/research')
  @Allow('research:do')
  @ApiOkResponse({ type: ResearchView })
  write(@IdParam('id') id: string, @IfMatch() version: number, @Body() body: NewResearch): Promise<ResearchView> {
    return this.workspaces.write(id, version, body);
  }
}
