import { Body, Controller, Get, HttpCode, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../platform/db/actor.js';
import { AllowBeforeSecondFactor, Public } from '../platform/http/allow.js';
import { CurrentActor, CurrentSession } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../platform/http/validation.js';
import { OidcCookie } from './oidc-cookie.js';
import { OidcSignIn, type Started } from './oidc-sign-in.service.js';
import { OidcStart, OidcStartView } from './oidc.dto.js';
import type { SessionInUse } from './session-cache.js';
import { SessionCookie } from './session-cookie.js';

/**
 * A page rather than a redirection: coming from another site, the browser would not send the session's strict cookie along with
 * the request that follows. It leads to one place, so that nobody can be sent elsewhere.
 */
const SIGNED_IN = `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0;url=/">
<title>Signed in</title>
<p>You are signed in. <a href="/">Continue</a></p>
</html>
`;

@ApiTags('Sign-in by agency')
@Controller('oidc')
export class OidcController {
  constructor(
    private readonly signIn: OidcSignIn,
    private readonly cookie: OidcCookie,
    private readonly sessionCookie: SessionCookie,
  ) {}

  /** Sends the browser to sign in with the agency's own provider. */
  @Get(':agencyId/start')
  @Public()
  @ApiFoundResponse({ description: 'To the provider.' })
  async go(@IdParam('agencyId') agencyId: string, @Ip() ip: string, @Res() reply: FastifyReply): Promise<void> {
    const started = await this.signIn.start(agencyId, ip);
    this.cookie.put(reply, started.browserToken);
    await reply.code(302).header('location', started.location).send();
  }

  /** The same for a script, which then goes where it is told. The first time, with the one-time code of an administrator. */
  @Post(':agencyId/start')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: OidcStartView })
  async start(
    @IdParam('agencyId') agencyId: string,
    @Body() { linkCode }: OidcStart,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OidcStartView> {
    return this.begun(reply, await this.signIn.start(agencyId, ip, linkCode));
  }

  /** Proves a second factor anew with the agency's provider, in the session in use, which gets a new token then. */
  @Post('step-up')
  @HttpCode(200)
  @AllowBeforeSecondFactor()
  @OwnTransaction()
  @ApiOkResponse({ type: OidcStartView })
  async stepUp(
    @CurrentSession() session: SessionInUse,
    @CurrentActor() actor: Actor,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OidcStartView> {
    return this.begun(reply, await this.signIn.startStepUp(session.id, actor, ip));
  }

  /** Where the provider sends the browser back to. Signs in and leads on; whatever is not right is refused in one way. */
  @Get(':agencyId/callback')
  @Public()
  @ApiQuery({ name: 'state', required: true, schema: { type: 'string' } })
  @ApiQuery({ name: 'code', required: false, schema: { type: 'string' } })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  async callback(
    @IdParam('agencyId') agencyId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    // providers add parameters of their own, so they are not a class of fields: all but two are left to the protocol's library
    const { searchParams } = new URL(request.raw.url ?? '/', 'http://localhost');
    this.cookie.clear(reply);
    const token = await this.signIn.finish(agencyId, searchParams, this.cookie.read(request));
    await this.sessionCookie.replace(reply, token);
    void reply.type('text/html; charset=utf-8');
    return SIGNED_IN;
  }

  private begun(reply: FastifyReply, { location, browserToken }: Started): OidcStartView {
    this.cookie.put(reply, browserToken);
    return { location };
  }
}
