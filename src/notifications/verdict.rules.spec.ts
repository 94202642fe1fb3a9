import { describe, expect, test } from '@jest/globals';
import { notifyVerdict, readReceipt, type SmtpFailure, smtpVerdict, type Verdict } from './verdict.rules.js';

const rcpt = (responseCode: number, response: string): SmtpFailure => ({ command: 'RCPT TO', responseCode, response });

describe('what a mail server says', () => {
  test.each<[string, SmtpFailure, Verdict]>([
    ['no such mailbox', rcpt(550, '550 5.1.1 User unknown'), 'ADDRESS'],
    ['the same without an enhanced code', rcpt(550, '550 No such user here'), 'ADDRESS'],
    ['the same over several lines', rcpt(550, '550-5.1.1 The account\n550 5.1.1 does not exist'), 'ADDRESS'],
    ['a mailbox that was closed', rcpt(550, '550 5.2.1 Mailbox disabled'), 'ADDRESS'],
    ['no such domain there', rcpt(553, '553 5.1.2 Bad destination'), 'ADDRESS'],
    ['relaying denied: our own fault', rcpt(550, '550 5.7.1 Relaying denied'), 'LATER'],
    ['a system that takes nothing', rcpt(554, '554 5.3.2 System not accepting messages'), 'LATER'],
    ['a way that loops', rcpt(554, '554 5.4.6 Routing loop'), 'LATER'],
    ['greylisted', rcpt(451, '451 4.7.1 Try again'), 'LATER'],
    ['a full mailbox', rcpt(452, '452 4.2.2 Mailbox full'), 'LATER'],
    ['the sender refused, not the recipient', { command: 'MAIL FROM', responseCode: 550, response: '550 5.1.1' }, 'LATER'], // prettier-ignore
    ['the message refused', { command: 'DATA', responseCode: 554, response: '554 5.6.0' }, 'LATER'],
    ['not reached at all', { command: 'CONN' }, 'LATER'],
    ['a code that is text', { command: 'RCPT TO', responseCode: '550', response: '550 5.1.1' }, 'LATER'],
    ['nothing', {}, 'LATER'],
  ])('%s', (_, failure, verdict) => {
    expect(smtpVerdict(failure)).toBe(verdict);
  });
});

describe('what Notify answers', () => {
  const errors = (error: string, message: string) => ({ status_code: 400, errors: [{ error, message }] });
  test.each<[string, number | undefined, unknown, Verdict]>([
    ['nothing: it was not reached', undefined, undefined, 'LATER'],
    ['too many', 429, errors('RateLimitError', 'Exceeded rate limit'), 'LATER'],
    ['a fault of its own', 500, errors('Exception', 'Internal server error'), 'LATER'],
    ['no gateway', 503, '<html>', 'LATER'],
    ['a key that is none', 403, errors('AuthError', 'Invalid token: API key not found'), 'NEVER'],
    ['a template that is none', 400, errors('BadRequestError', 'Template not found'), 'NEVER'],
    ['an address that is none', 400, errors('ValidationError', 'email_address Not a valid email address'), 'ADDRESS'],
    ['another field', 400, errors('ValidationError', 'template_id is not a valid UUID'), 'NEVER'],
    ['no list of errors', 400, { errors: 'x' }, 'NEVER'],
    ['an empty error', 400, { errors: [null] }, 'NEVER'],
    ['not found', 404, null, 'NEVER'],
  ])('%s', (_, status, body, verdict) => {
    expect(notifyVerdict(status, body)).toBe(verdict);
  });
});

describe('a receipt', () => {
  const reference = '0198a000-0000-7000-8000-00000000000a';
  const id = '740e5834-3a29-46b4-9a6f-16142fde533a';
  test.each([
    ['delivered', 'DELIVERED'],
    ['permanent-failure', 'ADDRESS'],
    ['temporary-failure', 'LATER'],
    ['technical-failure', 'LATER'],
    ['sending', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
  ] as const)('%s', (status, outcome) => {
    const body = { id, reference, status, to: 'a@example.org', notification_type: 'email', something_new: [1] };
    expect(readReceipt(body)).toEqual({ reference, id, outcome });
  });

  test.each<[string, unknown]>([
    ['no object', 'delivered'],
    ['nothing', null],
    ['a list', []],
    ['no reference', { id, reference: null, status: 'delivered' }],
    ['a reference that is none of ours', { id, reference: '7', status: 'delivered' }],
    ['no id', { reference, status: 'delivered' }],
    ['a status that is no word', { id, reference, status: 7 }],
  ])('%s is none', (_, body) => {
    expect(readReceipt(body)).toBeNull();
  });
});
