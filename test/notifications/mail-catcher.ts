import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface CaughtMail {
  recipients: string[];
  from: string;
  /** the message as it arrived, headers and body */
  raw: string;
}

/** A real mail server that keeps what it is sent, and refuses when told to. */
export class MailCatcher {
  readonly mails: CaughtMail[] = [];
  refusing = false;
  /** what it says to who writes to these addresses */
  readonly refused = new Map<string, { responseCode: number; message: string }>();
  private server: SMTPServer;

  async start(): Promise<string> {
    const options: SMTPServerOptions = {
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        const { responseCode, message } = this.refused.get(address) ?? { responseCode: 451, message: 'Not now' };
        const refuses = this.refusing || this.refused.has(address);
        done(refuses ? Object.assign(new Error(message), { responseCode }) : undefined);
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.keep(envelope, Buffer.concat(chunks));
          done();
        });
      },
    };
    this.server = new SMTPServer(options);
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  /** Mails to this address. */
  to(email: string): CaughtMail[] {
    return this.mails.filter((mail) => mail.recipients.includes(email));
  }

  stop(): Promise<void> {
    return new Promise((stopped) => {
      this.server.close(() => stopped());
    });
  }

  private keep({ mailFrom, rcptTo }: SMTPServerSession['envelope'], message: Buffer): void {
    const recipients = rcptTo.map((to) => to.address);
    this.mails.push({ recipients, from: mailFrom ? mailFrom.address : '', raw: message.toString('utf8') });
  }
}
