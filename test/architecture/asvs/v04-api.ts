import { inapplicable, type Row, shown } from './row.js';

const ANSWERS = 'test/platform/asvs-answers.spec.ts';
const RAW = 'test/platform/http-raw.spec.ts';

export const API: readonly Row[] = [
  shown('4.1.1', 'What has a body says its type, and its encoding where the type has one', [
    [ANSWERS, 'what has a body says what it is'],
  ]),
  shown(
    '4.1.2',
    'Programs are not redirected from HTTP to HTTPS without noticing',
    [[ANSWERS, 'nothing leads elsewhere']],
    'a proxy in front must not redirect /api either',
  ),
  shown('4.1.3', 'Headers that a proxy sets cannot be sent by users', [
    ['test/identity/sign-in.spec.ts', 'is not what it says, unless a proxy we know says so'],
    ['test/platform/http-settings.spec.ts', 'everybody as a proxy', 'everybody as a proxy, beside one'],
    ['test/bench/sign-in-hostile-sessions.ts', 'none, but a header that names the person'],
  ]),
  shown('4.2.1', 'Where a request ends is never in doubt', [
    [RAW, 'two lengths', 'a length and chunks (smuggling)', 'a chunk size that is none', 'a length that is none'],
    [RAW, 'a body that breaks off never reaches the handler'],
  ]),
  inapplicable('4.3.1 4.3.2 4.4.1 4.4.2 4.4.3 4.4.4', 'GraphQL, WebSocket', 'Neither is used.'),
];
