import type { CustomFetch } from 'openid-client';

/** Metadata, keys and tokens take a few kilobytes. */
const MOST_BYTES = 256 * 1024;
const EMPTY = new Set([204, 205, 304]);

/** For the conversation with a provider: an answer that goes on and on is not waited for, and a redirection is not followed. */
export const boundedFetch: CustomFetch = async (url, { body, headers, method, signal }) => {
  const response = await fetch(url, { body, headers, method, signal, redirect: 'manual' });
  const { status } = response;
  return new Response(EMPTY.has(status) ? null : await readAtMost(response), { status, headers: response.headers });
};

async function readAtMost(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(MOST_BYTES);
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const part = chunk as Uint8Array;
    if (length + part.length > MOST_BYTES) throw new Error('the answer of the provider is too long');
    bytes.set(part, length);
    length += part.length;
  }
  return bytes.subarray(0, length);
}
