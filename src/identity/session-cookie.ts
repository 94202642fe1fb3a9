import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../platform/config/settings.js';
import { cookieIn } from '../platform/http/cookies.js';
import { sessionCookie } from '../platform/http/gate.js';
import { SessionsService } from './sessions.service.js';

/** The cookie that carries a session's token for pages: out of reach of scripts, and never sent along by another site. */
@Injectable()
export class SessionCookie {
  private readonly name: string;
  private readonly options;

  constructor(
    private readonly sessions: SessionsService,
    { publicUrl }: Settings,
  ) {
    this.name = sessionCookie(publicUrl);
    this.options = { path: '/', httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') } as const;
  }

  /** After a sign-in: the session that the same browser had before ends, whoever's it was. */
  async replace(reply: FastifyReply, token: string): Promise<void> {
    const before = cookieIn(reply.request.headers.cookie, this.name);
    if (before !== undefined && before !== token) await this.sessions.endReplaced(before);
    this.put(reply, token);
  }

  put(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.name, token, this.options);
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.options);
  }
}
