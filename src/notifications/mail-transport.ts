import type { Verdict } from './verdict.rules.js';

/** One message to one person. */
export interface MailMessage {
  /** Names the message in a folder and in receipts. */
  mailId: string;
  kind: 'SINGLE' | 'DIGEST';
  to: string;
  subject: string;
  /** the one sentence, for ways out that have templates of their own */
  words: string;
  link: string;
  text: string;
  messageId: string;
}

export type Channel = 'SMTP' | 'FOLDER' | 'NOTIFY';

/** What was given to whom for delivery. */
export interface HandedOver {
  channel: Channel;
  /** by which a receipt will name it; null where none comes */
  providerId: string | null;
}

/** A way out for mail. Only `Outgoing` uses it, which looks at where a message goes. */
export abstract class MailTransport {
  /** @throws when the message was not accepted for delivery; `verdict` says what that means */
  abstract send(message: MailMessage): Promise<HandedOver>;

  abstract verdict(error: unknown): Verdict;
}

/** What SMTP and files put into a message: one recipient, plain text, and the request not to answer it. */
export function envelope({ to, subject, text, messageId }: MailMessage, from: string) {
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
