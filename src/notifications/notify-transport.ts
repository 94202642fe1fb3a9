import { NotifyClient } from 'notifications-node-client';
import type { NotifySettings } from '../platform/config/notify-settings.js';
import { type HandedOver, type MailMessage, MailTransport } from './mail-transport.js';
import { notifyVerdict, type Verdict } from './verdict.rules.js';

/** Sending is left to its lease of two minutes; who hangs longer than this is taken for away. */
const PATIENCE_MS = 20_000;

/** What Notify refused or could not do. Nothing of the request is in it: that holds the key and the address. */
class NotifyFailure extends Error {
  readonly code: string;

  constructor(
    readonly status: number | undefined,
    readonly verdict: Verdict,
  ) {
    super('GOV.UK Notify did not take the message');
    this.name = 'NotifyFailure';
    this.code = status === undefined ? 'notify-unreachable' : `notify-${status}`;
  }
}

interface Client {
  create(options: { timeout: number; maxRedirects: number }): Parameters<NotifyClient['setClient']>[0];
}

/** Mail by GOV.UK Notify: the words of its templates are kept there, what stands in them is one neutral sentence and a link. */
export class NotifyTransport extends MailTransport {
  private readonly notify: NotifyClient;

  constructor(private readonly settings: NotifySettings) {
    super();
    const { url, apiKey } = settings;
    this.notify = url ? new NotifyClient(url, apiKey) : new NotifyClient(apiKey);
    // as it comes it waits for ever, and follows wherever it is sent
    const { restClient } = this.notify.apiClient as { restClient: Client };
    this.notify.setClient(restClient.create({ timeout: PATIENCE_MS, maxRedirects: 0 }));
  }

  async send({ mailId, kind, to, words, link }: MailMessage): Promise<HandedOver> {
    const { updateTemplate, digestTemplate } = this.settings;
    const template = kind === 'DIGEST' ? digestTemplate : updateTemplate;
    try {
      const { data } = await this.notify.sendEmail(template, to, {
        personalisation: { words, link },
        reference: mailId,
      });
      return { channel: 'NOTIFY', providerId: typeof data.id === 'string' ? data.id.toLowerCase() : null };
    } catch (error) {
      const { status, data } = (error as { response?: { status?: number; data?: unknown } }).response ?? {};
      throw new NotifyFailure(status, notifyVerdict(status, data));
    }
  }

  verdict(error: unknown): Verdict {
    return error instanceof NotifyFailure ? error.verdict : 'LATER';
  }
}
