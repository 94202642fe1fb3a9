import type { Answer, TestApp } from '../support/app.js';
import type { TestUser } from '../support/world.js';

const MINUTE_MS = 60_000;

/** Minutes from now, as a moment. */
export const minutes = (from: number): string => new Date(Date.now() + from * MINUTE_MS).toISOString();

/** An attempt that nobody answered, half an hour ago. */
export const contactForm = (changes: Record<string, unknown> = {}) => ({
  attemptedAt: minutes(-1),
  channel: 'PHONE',
  safe: 'YES',
  followed: ['SAFE_NUMBER', 'NUMBER_WITHHELD'],
  outcome: 'NO_ANSWER',
  engagement: 'NOT_REACHED',
  ...changes,
});

export const SAFE = {
  ...{ phone: 'YES', voicemail: 'NO', text: 'NOT_KNOWN', email: 'NO', letter: 'NO', inPerson: 'NOT_KNOWN' },
  ...{ viaThirdParty: 'YES', maySpeakTo: 'Her sister Amara', mustNotSpeakTo: 'His mother' },
};

export const tryToReach = (app: TestApp, as: TestUser, caseId: string, changes = {}): Promise<Answer> =>
  app.request('POST', `/cases/${caseId}/contacts`, { as, body: contactForm(changes) });

export const withVersion = (version: number) => ({ 'if-match': `"${version}"` });

export const recordSafe = (
  app: TestApp,
  as: TestUser,
  caseId: string,
  version: number,
  changes = {},
): Promise<Answer> =>
  app.request('PUT', `/cases/${caseId}/safe-contact`, {
    as,
    body: { ...SAFE, ...changes },
    headers: withVersion(version),
  });

export const allocate = (
  app: TestApp,
  as: TestUser,
  caseId: string,
  userId: string,
  version: number,
): Promise<Answer> =>
  app.request('POST', `/cases/${caseId}/supporter`, { as, body: { userId }, headers: withVersion(version) });
