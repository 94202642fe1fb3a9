import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ResearchFindingView, NewExcerpt, NewFinding } from './findings.dto.js';
import { Findings } from './findings.service.js';
import { OwnRequestsView } from './research.dto.js';
import { SnippetView } from './shared-information.dto.js';
import { Workspaces } from './workspaces.service.js';

@ApiTags('Research')
@Controller()
export class FindingsController {
  constructor(
    private readonly findings: Findings,
    private readonly workspaces: Workspaces,
  ) {}

  /** What your agency was asked about the cases of this meeting. Nobody contacts the victim for it. */
  @Get('meetings/:id/research-requests')
  @Allow('research:do')
  @ApiOkResponse({ type: OwnRequestsView })
  requests(@IdParam('id') id: string): Promise<OwnRequestsView> {
    return this.workspaces.requests(id);
  }

  /** Writes what your agency found about one person of this case. Nobody outside your agency sees it. Needs If-Match; "0" begins. */
  @Put('agenda-items/:id/research/people/:personId')
  @Allow('research:do')
  @ApiOkResponse({ type: ResearchFindingView })
  write(
    @IdParam('id') id: string,
    @IdParam('personId') personId: string,
    @IfMatch() version: number,
    @Body() body: NewFinding,
  ): Promise<ResearchFindingView> {
    return this.findings.write(id, personId, version, body);
  }

  /** Shares part of what your agency found about this person with the meeting, word for word. */
  @Post('agenda-items/:id/research/people/:personId/shared-information')
  @Allow('information:share')
  @ApiCreatedResponse({ type: SnippetView })
  share(
    @IdParam('id') id: string,
    @IdParam('personId') personId: string,
    @Body() body: NewExcerpt,
  ): Promise<SnippetView> {
    return this.findings.share(id, personId, body);
  }
}
