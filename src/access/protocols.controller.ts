import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { ProtocolRegister } from './protocol-register.service.js';
import {
  NewProtocol,
  NewSignature,
  ProtocolQuery,
  ProtocolView,
  SignatureView,
  SignatureWithdrawal,
} from './protocols.dto.js';

@ApiTags('Protocol')
@Controller('protocols')
export class ProtocolsController {
  constructor(private readonly register: ProtocolRegister) {}

  /** Versions of a MARAC's information-sharing protocol, newest first. */
  @Get()
  @Allow('protocols:read')
  @ApiOkResponse({ type: [ProtocolView] })
  list(@Query() query: ProtocolQuery): Promise<ProtocolView[]> {
    return this.register.list(query.marac);
  }

  /** Publishes the next version; signatures of earlier ones count for some days of grace. */
  @Post()
  @Allow('protocols:publish')
  @ApiCreatedResponse({ type: ProtocolView })
  publish(@Body() body: NewProtocol): Promise<ProtocolView> {
    return this.register.publish(body);
  }

  /** Who signed this version, and how each signature stands today. */
  @Get(':id/signatures')
  @Allow('protocols:read')
  @ApiOkResponse({ type: [SignatureView] })
  signatures(@IdParam('id') id: string): Promise<SignatureView[]> {
    return this.register.signatures(id);
  }

  /** An agency signed, for the first time or again. */
  @Post(':id/signatures')
  @Allow('protocols:sign')
  @ApiCreatedResponse({ type: SignatureView })
  sign(@IdParam('id') id: string, @Body() body: NewSignature): Promise<SignatureView> {
    return this.register.sign(id, body);
  }

  /** The agency no longer takes part: all its signatures in the MARAC end at once. */
  @Post(':id/signatures/:signatureId/withdrawal')
  @HttpCode(200)
  @Allow('protocols:sign')
  @ApiOkResponse({ type: SignatureView })
  withdraw(
    @IdParam('id') id: string,
    @IdParam('signatureId') signatureId: string,
    @Body() body: SignatureWithdrawal,
  ): Promise<SignatureView> {
    return this.register.withdraw(id, signatureId, body.reason);
  }
}
