import { Body, Controller, Delete, Get, HttpCode, Ip, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../platform/db/actor.js';
import { Allow, AllowBefore, AllowSignedIn, Public } from '../platform/http/allow.js';
import { CurrentActor, CurrentSession } from '../platform/http/signed-in.js';
import { OwnTransaction } from '../platform/http/unit-of-work.interceptor.js';
import { IdParam } from '../platform/http/validation.js';
import {
  MeetingModeView,
  NewSessionView,
  OwnSessionView,
  PasswordChange,
  SessionView,
  SignIn,
} from './identity.dto.js';
import { PasswordService } from './password.service.js';
import type { SessionInUse } from './session-cache.js';
import { SessionCookie } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('Sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signIns: SignInService,
    private readonly passwords: PasswordService,
    private readonly cookie: SessionCookie,
  ) {}

  /** Signs in. The token goes into `Authorization: Bearer` (programs) and a cookie (pages). */
  @Post()
  @Public()
  @ApiCreatedResponse({ type: NewSessionView })
  async signIn(
    @Body() body: SignIn,
    @Ip() ip: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewSessionView> {
    const signedIn = await this.signIns.signIn(body, ip);
    await this.cookie.replace(reply, signedIn.token);
    return signedIn;
  }

  /** Your live sessions, the latest first. */
  @Get()
  @AllowSignedIn()
  @ApiOkResponse({ type: [OwnSessionView] })
  list(@CurrentSession() session: SessionInUse): Promise<OwnSessionView[]> {
    return this.sessions.list(session.id);
  }

  /** Ends all your other sessions at once. */
  @Delete()
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  endOthers(@CurrentSession() session: SessionInUse): Promise<void> {
    return this.sessions.endOthers(session.id);
  }

  @Get('current')
  @AllowBefore('OWN_PASSWORD', 'SECOND_FACTOR')
  @ApiOkResponse({ type: SessionView })
  current(@CurrentSession() session: SessionInUse): Promise<SessionView> {
    return this.sessions.current(session.id);
  }

  /** Signs out: the token is worthless from now on. */
  @Delete('current')
  @HttpCode(204)
  @AllowBefore('OWN_PASSWORD', 'SECOND_FACTOR')
  @ApiNoContentResponse()
  async signOut(
    @CurrentSession() session: SessionInUse,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(session.id);
    this.cookie.clear(reply);
  }

  /** Ends one of your own sessions at once. */
  @Delete(':id')
  @HttpCode(204)
  @AllowSignedIn()
  @ApiNoContentResponse()
  end(@IdParam('id') id: string): Promise<void> {
    return this.sessions.end(id);
  }

  /** You sit in a meeting: for four hours the session bears half an hour of silence. */
  @Post('current/meeting-mode')
  @Allow('meetings:read')
  @ApiCreatedResponse({ type: MeetingModeView })
  meetingMode(@CurrentSession() session: SessionInUse): Promise<MeetingModeView> {
    return this.sessions.meetingMode(session.id);
  }

  /** Changes your password. Your other sessions end. Comes first where an administrator chose it. */
  @Post('current/password')
  @HttpCode(204)
  @AllowBefore('OWN_PASSWORD')
  @OwnTransaction()
  @ApiNoContentResponse()
  changePassword(
    @Body() body: PasswordChange,
    @CurrentActor() actor: Actor,
    @CurrentSession() session: SessionInUse,
    @Ip() ip: string,
  ): Promise<void> {
    return this.passwords.change(actor, session.id, body, ip);
  }
}
