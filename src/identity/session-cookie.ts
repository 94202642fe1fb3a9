import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../platform/config/settings.js';
import { sessionCookie } from '../platform/http/gate.js';

/** The cookie that carries a session's token for pages: out of reach of scripts, and never sent along by another site. */
@Injectable()
export class SessionCookie {
  private readonly name: string;
  private readonly options;

  constructor({ publicUrl }: Settings) {
    this.name = sessionCookie(publicUrl);
    this.options = { path: '/', httpOnly: true, sameSite: 'strict', secure: publicUrl.startsWith('https:') } as const;
  }

  put(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.name, token, this.options);
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.options);
  }
}
