/**
 * What a failure to send says. ADDRESS: it takes no mail, now or later. NEVER: this way out will not take our messages until
 * somebody mends it. LATER: to be tried again.
 */
export type Verdict = 'ADDRESS' | 'NEVER' | 'LATER';

/** What nodemailer says of a refusal. */
export interface SmtpFailure {
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
}

/**
 * A permanent refusal of the recipient (RFC 5321, 4.2.1) condemns the address, unless its enhanced code (RFC 3463) puts the blame
 * elsewhere: on the receiving system, the way there, the protocol, the message or a policy, such as "5.7.1 relaying denied". A
 * server of ours that is set up wrongly must not make every colleague unreachable.
 */
export function smtpVerdict({ command, responseCode, response }: SmtpFailure): Verdict {
  if (command !== 'RCPT TO' || typeof responseCode !== 'number' || responseCode < 500) return 'LATER';
  const subject = /^\d{3}[ -]5\.(\d{1,3})\.\d{1,3}\b/.exec(typeof response === 'string' ? response : '')?.[1];
  return subject === undefined || subject === '1' || subject === '2' ? 'ADDRESS' : 'LATER';
}

/**
 * GOV.UK Notify: 429 and 5xx are tried again, what else it refuses is not; an address that it takes for none condemns the address.
 * No status: it was not reached.
 */
export function notifyVerdict(status: number | undefined, body: unknown): Verdict {
  if (status === undefined || status === 408 || status === 429 || status >= 500) return 'LATER';
  return blamesAddress(body) ? 'ADDRESS' : 'NEVER';
}

function blamesAddress(body: unknown): boolean {
  const { errors } = (typeof body === 'object' && body !== null ? body : {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return false;
  return (errors as { error?: unknown; message?: unknown }[]).some(
    (one) =>
      one?.error === 'ValidationError' && typeof one.message === 'string' && one.message.startsWith('email_address'),
  );
}

/** What Notify tells later of a message that it took. Unknown: something that is no end. */
export type ReceiptOutcome = 'DELIVERED' | 'ADDRESS' | 'LATER' | 'UNKNOWN';

export interface Receipt {
  /** of ours: the mail */
  reference: string;
  /** of theirs: the try */
  id: string;
  outcome: ReceiptOutcome;
}

const OUTCOMES: ReadonlyMap<string, ReceiptOutcome> = new Map([
  ['delivered', 'DELIVERED'],
  ['permanent-failure', 'ADDRESS'],
  ['temporary-failure', 'LATER'],
  ['technical-failure', 'LATER'],
]);
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads what Notify calls back with; null when it is none of that. What it may add one day is left aside. */
export function readReceipt(body: unknown): Receipt | null {
  if (typeof body !== 'object' || body === null) return null;
  const { reference, id, status } = body as Record<string, unknown>;
  if (typeof reference !== 'string' || typeof id !== 'string' || typeof status !== 'string') return null;
  if (!ID.test(reference) || !ID.test(id)) return null;
  return { reference: reference.toLowerCase(), id: id.toLowerCase(), outcome: OUTCOMES.get(status) ?? 'UNKNOWN' };
}
