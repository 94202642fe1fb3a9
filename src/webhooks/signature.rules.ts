import { createHmac } from 'node:crypto';

/** Secrets as Standard Webhooks write them: the prefix, then the key in base 64. */
export const SECRET_PREFIX = 'whsec_';

/**
 * Headers by which a receiver knows that a message is ours, whole, and of now (Standard Webhooks 1.0.0): one signature for each
 * secret in force, so that a secret can be changed without a message lost.
 */
export function signedHeaders(
  { id, at, body }: { id: string; at: Date; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signed = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signed.join(' ') };
}
