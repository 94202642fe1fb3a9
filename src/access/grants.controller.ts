import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { GrantView, NewGrant, Revocation } from './grants.dto.js';
import { Grants } from './grants.service.js';

@ApiTags('Sharing')
@Controller('cases/:id/grants')
export class GrantsController {
  constructor(private readonly grants: Grants) {}

  /** Sharing decisions on the case that you may know of, in force and ended. */
  @Get()
  @Allow('sharing:read')
  @ApiOkResponse({ type: [GrantView] })
  list(@IdParam('id') id: string): Promise<GrantView[]> {
    return this.grants.list(id);
  }

  /** Shares kinds of information with an agency or a person. */
  @Post()
  @Allow('sharing:decide')
  @ApiCreatedResponse({ type: GrantView })
  share(@IdParam('id') id: string, @Body() body: NewGrant): Promise<GrantView> {
    return this.grants.share(id, body);
  }

  /** Ends a sharing decision, at once. */
  @Post(':grantId/revocation')
  @HttpCode(200)
  @Allow('sharing:decide')
  @ApiOkResponse({ type: GrantView })
  revoke(@IdParam('id') id: string, @IdParam('grantId') grantId: string, @Body() body: Revocation): Promise<GrantView> {
    return this.grants.revoke(id, grantId, body.reason);
  }
}
