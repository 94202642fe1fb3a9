import { Body, Controller, Delete, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowSignedIn, Public } from '../platform/http/allow.js';
import { SESSION_COOKIE } from '../platform/http/gate.js';
import { CurrentSession } from '../platform/http/signed-in.js';
import { NewSessionView, SessionView, SignIn } from './identity.dto.js';
import { type SessionInUse, SessionsService } from './sessions.service.js';

@ApiTags('Sessions')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Signs in. The token goes into `Authorization: Bearer` (programs) and a cookie (pages). */
  @Post()
  @Public()
  @ApiCreatedResponse({ type: NewSessionView })
  async signIn(
    @Body() body: SignIn,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewSessionView> {
    const signedIn = await this.sessions.signIn(body, ip);
    const secure = process.env['NODE_ENV'] === 'production';
    void reply.setCookie(SESSION_COOKIE, signedIn.token, { path: '/', httpOnly: true, sameSite: 'strict', secure });
    return signedIn;
  }

  @Get('current')
  @AllowSignedIn()
  @ApiOkResponse({ type: SessionView })
  current(@CurrentSession() session: SessionInUse): Promise<SessionView> {
    return this.sessions.current(session.id);
  }

  /** Signs out: the token is worthless from now on. */
  @Delete('current')
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  async signOut(
    @CurrentSession() session: SessionInUse,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(session.id);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }
}
