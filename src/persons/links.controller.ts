import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { type Page, PageOf } from '../platform/http/paging.js';
import { IdParam } from '../platform/http/validation.js';
import { LinkDecisions } from './link-decisions.service.js';
import { LinkProposalQuery, LinkProposalView, LinksView, LinkView, NewLink, NewLinkDecision } from './links.dto.js';
import { LinksService } from './links.service.js';

@ApiTags('Links between records')
@Controller()
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly decisions: LinkDecisions,
  ) {}

  /** Records of the MARACs you coordinate that may be about somebody recorded before: to be confirmed or rejected. */
  @Get('link-proposals')
  @Allow('links:decide')
  @ApiOkResponse({ type: PageOf(LinkProposalView) })
  proposals(@Query() query: LinkProposalQuery): Promise<Page<LinkProposalView>> {
    return this.decisions.list(query);
  }

  /** One person, or two people. A rejection is remembered. */
  @Post('link-proposals/:id/decisions')
  @HttpCode(200)
  @Allow('links:decide')
  @ApiOkResponse({ type: LinkProposalView })
  decide(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() { decision }: NewLinkDecision,
  ): Promise<LinkProposalView> {
    return this.decisions.decide(id, version, decision);
  }

  /** Links of a record, undone ones too. */
  @Get('persons/:id/links')
  @Allow('links:decide')
  @ApiOkResponse({ type: LinksView })
  ofRecord(@IdParam('id') id: string): Promise<LinksView> {
    return this.links.list(id);
  }

  /** Links a record with another one of the same person that nothing proposed. */
  @Post('persons/:id/links')
  @Allow('links:decide')
  @ApiCreatedResponse({ type: LinkView })
  link(@IdParam('id') id: string, @Body() { otherId }: NewLink): Promise<LinkView> {
    return this.links.link(id, otherId);
  }

  /** Undoes a link. Both records are as they were before it, and the same match is not proposed again. */
  @Delete('persons/:id/links/:linkId')
  @HttpCode(204)
  @Allow('links:decide')
  @ApiNoContentResponse()
  undo(@IdParam('id') id: string, @IdParam('linkId') linkId: string): Promise<void> {
    return this.links.undo(id, linkId);
  }
}
