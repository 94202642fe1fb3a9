import { describe, expect, test } from '@jest/globals';
import { issuerRefusal } from './oidc-issuer.rules.js';
import { judge, type OidcDemands } from './oidc.rules.js';

const now = new Date('2026-03-02T09:00:00Z');
const seconds = now.getTime() / 1000;
const demands: OidcDemands = {
  issuer: 'https://id.example.org',
  clientId: 'marac',
  tenantClaim: 'tid',
  tenantValues: ['police'],
  requiredAcr: [],
  secondFactorAcr: ['urn:two'],
  secondFactorAmr: ['mfa'],
  maxAuthAgeMinutes: 60,
};
const claims = {
  iss: 'https://id.example.org',
  aud: 'marac',
  sub: 'c1c9',
  iat: seconds - 1,
  auth_time: seconds - 600,
  tid: 'police',
};
const asked = { startedAt: new Date(now.getTime() - 20_000), stepUp: false };

describe('who does not come in', () => {
  test.each<[string, object, string]>([
    ['another issuer', { iss: 'https://id.example.org/' }, 'other-issuer'],
    ['no issuer', { iss: undefined }, 'other-issuer'],
    ['another audience', { aud: 'other' }, 'other-audience'],
    ['an audience beside us', { aud: ['marac', 'other'], azp: 'marac' }, 'other-audience'],
    ['no audience', { aud: [] }, 'other-audience'],
    ['a token given to somebody else', { azp: 'other' }, 'other-audience'],
    ['no subject', { sub: undefined }, 'no-subject'],
    ['an empty subject', { sub: '' }, 'no-subject'],
    ['a subject that is no text', { sub: 7 }, 'no-subject'],
    ['a subject too long', { sub: 'x'.repeat(256) }, 'no-subject'],
    ['a subject that looks like another', { sub: 'с1с9' }, 'no-subject'],
    ['a token from the future', { iat: seconds + 31 }, 'issued-later'],
    ['a token without its time', { iat: undefined }, 'issued-later'],
    ['a token older than the question', { iat: seconds - 51 }, 'issued-before-asking'],
    ['another tenant', { tid: 'housing' }, 'tenant-not-allowed'],
    ['no tenant', { tid: undefined }, 'tenant-not-allowed'],
    ['several tenants', { tid: ['police'] }, 'tenant-not-allowed'],
    ['authenticated too long ago', { auth_time: seconds - 3631 }, 'authenticated-too-long-ago'],
    ['authenticated in the future', { auth_time: seconds + 31 }, 'authenticated-later'],
    ['authenticated nobody knows when', { auth_time: undefined }, 'no-auth-time'],
    ['authenticated at a text', { auth_time: String(seconds) }, 'no-auth-time'],
  ])('%s', (_, changed, refused) => {
    expect(judge({ ...claims, ...changed }, demands, asked, now)).toEqual({ refused });
  });

  test.each([undefined, 'urn:one', ['urn:two']])('acr %s where urn:two is asked for', (acr) => {
    const strict = { ...demands, requiredAcr: ['urn:two'] };
    expect(judge({ ...claims, acr }, strict, asked, now)).toEqual({ refused: 'acr-too-low' });
  });

  test('a step-up answered with an authentication from before, or without a second factor', () => {
    const stepUp = { ...asked, stepUp: true };
    const before = { ...claims, amr: ['mfa'] };
    expect(judge(before, demands, stepUp, now)).toEqual({ refused: 'authenticated-too-long-ago' });
    const single = { ...claims, amr: ['pwd'], auth_time: seconds - 5 };
    expect(judge(single, demands, stepUp, now)).toEqual({ refused: 'no-second-factor' });
  });

  test('an address of mail is nobody', () => {
    const mail = { ...claims, sub: undefined, email: 'admin@example.org', email_verified: true };
    expect(judge(mail, demands, asked, now)).toEqual({ refused: 'no-subject' });
  });
});

describe('a second factor', () => {
  test.each<[string, object, number | null]>([
    ['nothing said', {}, null],
    ['a password alone', { amr: ['pwd'] }, null],
    ['amr as a text', { amr: 'mfa' }, null],
    ['an acr that does not count', { acr: 'urn:one' }, null],
    ['amr mfa', { amr: ['pwd', 'mfa'] }, seconds - 600],
    ['an acr that counts', { acr: 'urn:two' }, seconds - 600],
    ['clocks a little apart', { amr: ['mfa'], auth_time: seconds + 20 }, seconds],
  ])('%s', (_, more, at) => {
    const secondFactorAt = at === null ? null : new Date(at * 1000);
    expect(judge({ ...claims, ...more }, demands, asked, now)).toEqual({ subject: 'c1c9', secondFactorAt });
  });

  test('proved for a step-up', () => {
    const fresh = { ...claims, amr: ['mfa'], auth_time: seconds - 5 };
    const judged = judge(fresh, demands, { ...asked, stepUp: true }, now);
    expect(judged).toEqual({ subject: 'c1c9', secondFactorAt: new Date((seconds - 5) * 1000) });
  });
});

test.each<[string, boolean, string | undefined]>([
  ['https://id.example.org', true, undefined],
  ['https://id.example.org/tenant/v2.0', true, undefined],
  ['http://id.example.org', false, 'not-https'],
  ['http://127.0.0.1:4000', true, 'not-https'],
  ['http://127.0.0.1:4000', false, undefined],
  ['http://localhost', false, undefined],
  ['http://127.0.0.1.example.org', false, 'not-https'],
  ['http://127.0.0.2', false, 'not-https'],
  ['https://id.example.org?x', true, 'not-plain'],
  ['https://id.example.org#', true, 'not-plain'],
  ['https://user:secret@id.example.org', true, 'not-plain'],
  ['file:///etc/passwd', false, 'not-a-url'],
  ['javascript:alert(1)', false, 'not-a-url'],
  ['nonsense', false, 'not-a-url'],
])('issuer %s (production: %s): %s', (issuer, production, refusal) => {
  expect(issuerRefusal(issuer, production)).toBe(refusal);
});
