import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import { Body, Controller, Delete, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowBeforeSecondFactor, AllowSignedIn, Public } from '../platform/http/allow.js';
import { CurrentSession } from '../platform/http/signed-in.js';
import { IdParam } from '../platform/http/validation.js';
import { NewSessionView } from './identity.dto.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { PasskeysService } from './passkeys.service.js';
import { ChallengeView, NewPasskey, PasskeyAnswer, PasskeyView } from './second-factor.dto.js';
import type { SessionInUse } from './session-cache.js';
import { SessionCookie } from './session-cookie.js';

@ApiTags('Passkeys')
@Controller()
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly signIns: PasskeySignIn,
    private readonly cookie: SessionCookie,
  ) {}

  /** What a browser needs to ask for a passkey of ours. Names nobody: the passkey says whose it is. */
  @Post('sessions/passkey-options')
  @Public()
  @ApiCreatedResponse({ type: ChallengeView })
  signInOptions(@Ip() ip: string): Promise<ChallengeView> {
    return this.signIns.options(ip);
  }

  /** Signs in with a passkey alone, which proves the second factor too. */
  @Post('sessions/passkey')
  @Public()
  @ApiCreatedResponse({ type: NewSessionView })
  async signIn(@Body() body: PasskeyAnswer, @Res({ passthrough: true }) reply: FastifyReply): Promise<NewSessionView> {
    const signedIn = await this.signIns.signIn(body);
    await this.cookie.replace(reply, signedIn.token);
    return signedIn;
  }

  @Get('passkeys')
  @AllowSignedIn()
  @ApiOkResponse({ type: [PasskeyView] })
  list(): Promise<PasskeyView[]> {
    return this.passkeys.list();
  }

  /** What a browser needs to make a passkey. */
  @Post('passkeys/options')
  @ShownOnce()
  @AllowBeforeSecondFactor()
  @ApiCreatedResponse({ type: ChallengeView })
  options(): Promise<ChallengeView> {
    return this.passkeys.offer();
  }

  /** Registers a passkey. Answers a new token for the session; the old one is worthless. */
  @Post('passkeys')
  @ShownOnce()
  @AllowBeforeSecondFactor()
  @ApiCreatedResponse({ type: NewSessionView })
  async register(
    @Body() body: NewPasskey,
    @CurrentSession() session: SessionInUse,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewSessionView> {
    const stepped = await this.passkeys.register(session.id, body);
    this.cookie.put(reply, stepped.token);
    return stepped;
  }

  /** Removes one of your passkeys, but never your last second factor. Needs one proved in the last 15 minutes. */
  @Delete('passkeys/:id')
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  remove(@IdParam('id') id: string): Promise<void> {
    return this.passkeys.remove(id);
  }
}
