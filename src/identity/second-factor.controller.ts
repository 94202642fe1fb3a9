import { Body, Controller, Ip, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/db/actor.js';
import { AllowBeforeSecondFactor } from '../platform/http/allow.js';
import { CurrentActor, CurrentSession } from '../platform/http/signed-in.js';
import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { AuthenticatorApps } from './authenticator-app.service.js';
import { NewSessionView } from './identity.dto.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { ChallengeView, StepUp, TotpConfirmation, TotpOfferView } from './second-factor.dto.js';
import type { SessionInUse } from './session-cache.js';
import { SessionCookie } from './session-cookie.js';
import { StepUpService } from './step-up.service.js';

@ApiTags('Second factor')
@Controller()
export class SecondFactorController {
  constructor(
    private readonly apps: AuthenticatorApps,
    private readonly passkeys: PasskeySignIn,
    private readonly stepUps: StepUpService,
    private readonly cookie: SessionCookie,
  ) {}

  /** Makes a secret for your authenticator app, shown once. It counts once confirmed. */
  @Post('authenticator-app')
  @ShownOnce()
  @AllowBeforeSecondFactor()
  @ApiCreatedResponse({ type: TotpOfferView })
  offer(): Promise<TotpOfferView> {
    return this.apps.offer();
  }

  /** Takes it into use with a code that the app shows. Answers a new token for the session; the old one is worthless. */
  @Post('authenticator-app/confirmation')
  @ShownOnce()
  @AllowBeforeSecondFactor()
  @ApiCreatedResponse({ type: NewSessionView })
  async confirm(
    @Body() body: TotpConfirmation,
    @CurrentSession() session: SessionInUse,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewSessionView> {
    const stepped = await this.apps.confirm(session.id, body);
    this.cookie.put(reply, stepped.token);
    return stepped;
  }

  /** What a browser needs to ask for one of your passkeys. */
  @Post('sessions/current/passkey-options')
  @ShownOnce()
  @AllowBeforeSecondFactor()
  @ApiCreatedResponse({ type: ChallengeView })
  options(): Promise<ChallengeView> {
    return this.passkeys.stepUpOptions();
  }

  /** Proves your second factor, by a code or a passkey. Answers a new token for the session; the old one is worthless. */
  @Post('sessions/current/second-factor')
  @AllowBeforeSecondFactor()
  @OwnTransaction()
  @ApiCreatedResponse({ type: NewSessionView })
  async prove(
    @Body() body: StepUp,
    @CurrentActor() actor: Actor,
    @CurrentSession() session: SessionInUse,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewSessionView> {
    const stepped = await this.stepUps.prove(actor, session.id, body, ip);
    this.cookie.put(reply, stepped.token);
    return stepped;
  }
}
