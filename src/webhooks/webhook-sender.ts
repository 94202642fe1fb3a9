import http from 'node:http';
import https from 'node:https';
import { Injectable } from '@nestjs/common';
import { refusalOf } from './address.rules.js';
import { checkedLookup, Unreachable } from './public-addresses.js';
import { WebhookTargets } from './webhook-targets.js';

const LIMIT_MS = 10_000;
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** How a try ended: null when the receiver has it, else a code. */
export type Outcome = string | null;

/**
 * The way out to agencies' own systems. To public addresses alone, by TLS with a certificate that is checked; nothing of the answer is
 * read but its status, and a redirection is a failure: what it points to was checked by nobody.
 */
@Injectable()
export class WebhookSender {
  constructor(private readonly targets: WebhookTargets) {}

  /** Never rejects. */
  async post(address: string, headers: Record<string, string>, body: string): Promise<Outcome> {
    const refusal = refusalOf(address, this.targets.toLoopback); // again: an address without a name is not looked up
    if (refusal) return refusal;
    try {
      return outcomeOf(await this.statusOf(new URL(address), headers, body));
    } catch (error) {
      return codeOf(error as NodeJS.ErrnoException);
    }
  }

  private statusOf(url: URL, headers: Record<string, string>, body: string): Promise<number> {
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        agent: false,
        lookup: checkedLookup(this.targets.toLoopback),
        signal: AbortSignal.timeout(LIMIT_MS),
        maxHeaderSize: 16_384,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
      sent.end(body);
    });
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'webhook-redirects';
  return status === 410 ? 'gone' : `status-${status}`;
}

function codeOf(error: NodeJS.ErrnoException): string {
  if (error instanceof Unreachable) return error.code;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout';
  if (CERTIFICATE.test(error.code ?? '')) return 'certificate-refused';
  return error.code === 'ECONNREFUSED' ? 'connection-refused' : 'connection-failed';
}
