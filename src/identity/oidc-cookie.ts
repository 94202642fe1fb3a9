import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../platform/config/settings.js';
import { cookieIn } from '../platform/http/cookies.js';

const TEN_MINUTES = 600;

/**
 * Binds a sign-in under way to the browser that began it. `Lax`, as it must come along when the provider sends the browser back;
 * over HTTPS with the prefix that keeps neighbouring hosts from setting one.
 */
@Injectable()
export class OidcCookie {
  private readonly name: string;
  private readonly options;

  constructor({ publicUrl }: Settings) {
    const secure = publicUrl.startsWith('https:');
    this.name = secure ? '__Host-marac_oidc' : 'marac_oidc';
    this.options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  }

  put(reply: FastifyReply, token: string): void {
    void reply.setCookie(this.name, token, { ...this.options, maxAge: TEN_MINUTES });
  }

  read(request: FastifyRequest): string | undefined {
    return cookieIn(request.headers.cookie, this.name);
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.options);
  }
}
