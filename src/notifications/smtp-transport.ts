import type { OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { envelope, type HandedOver, type MailMessage, MailTransport } from './mail-transport.js';
import { type SmtpFailure, smtpVerdict, type Verdict } from './verdict.rules.js';

const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Mail by a server. TLS as the address says: `smtps://`, or `smtp://…?requireTLS=true`. */
export class SmtpTransport extends MailTransport implements OnApplicationShutdown {
  private readonly smtp;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.smtp = createTransport({ url, ...PATIENCE });
  }

  async send(message: MailMessage): Promise<HandedOver> {
    await this.smtp.sendMail(envelope(message, this.from));
    return { channel: 'SMTP', providerId: null };
  }

  verdict(error: unknown): Verdict {
    return smtpVerdict((error ?? {}) as SmtpFailure);
  }

  onApplicationShutdown(): void {
    this.smtp.close();
  }
}
