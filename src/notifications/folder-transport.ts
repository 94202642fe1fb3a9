import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { envelope, type HandedOver, type MailMessage, MailTransport } from './mail-transport.js';
import type { Verdict } from './verdict.rules.js';

/** Mail as files, where no server is set: for trying out and for tests. A message sent again replaces itself. */
export class FolderTransport extends MailTransport {
  private readonly compose = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  private made = false;

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(message: MailMessage): Promise<HandedOver> {
    const { message: content } = await this.compose.sendMail(envelope(message, this.from));
    const file = join(this.folder, `${message.mailId}.eml`);
    // at once: three hops to a thread and back cost four times as much
    if (!this.made) mkdirSync(this.folder, { recursive: true });
    this.made = true;
    writeFileSync(`${file}.part`, content as Buffer, { mode: 0o600 });
    renameSync(`${file}.part`, file);
    return { channel: 'FOLDER', providerId: null };
  }

  verdict(): Verdict {
    return 'LATER';
  }
}
