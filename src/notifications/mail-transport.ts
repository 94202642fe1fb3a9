/** One message to one person. */
export interface MailMessage {
  /** Names the message in a folder. */
  mailId: string;
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

/** The way out for mail. @throws when the message was not accepted for delivery; it may then be sent again */
export abstract class MailTransport {
  abstract send(message: MailMessage): Promise<void>;
}

/** What both ways out put into a message: one recipient, plain text, and the request not to answer it. */
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
