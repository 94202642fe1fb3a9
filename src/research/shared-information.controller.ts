import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { NewSnippet, SharedInformationView, SnippetView, SnippetWithdrawal } from './shared-information.dto.js';
import { SharedInformation } from './shared-information.service.js';

@ApiTags('Research')
@Controller()
export class SharedInformationController {
  constructor(private readonly information: SharedInformation) {}

  /** Shares something about this case with its meeting, in the name of your agency. */
  @Post('agenda-items/:id/shared-information')
  @Allow('information:share')
  @ApiCreatedResponse({ type: SnippetView })
  share(@IdParam('id') id: string, @Body() body: NewSnippet): Promise<SnippetView> {
    return this.information.share(id, body);
  }

  /** What was shared about this case, as far as you may read it now. */
  @Get('agenda-items/:id/shared-information')
  @Allow('information:read')
  @ApiOkResponse({ type: SharedInformationView })
  list(@IdParam('id') id: string): Promise<SharedInformationView> {
    return this.information.list(id);
  }

  /** Takes back what your agency shared. It stays in the record. */
  @Post('shared-information/:id/withdrawal')
  @HttpCode(200)
  @Allow('information:share')
  @ApiOkResponse({ type: SnippetView })
  withdraw(@IdParam('id') id: string, @Body() body: SnippetWithdrawal): Promise<SnippetView> {
    return this.information.withdraw(id, body.reason);
  }
}
