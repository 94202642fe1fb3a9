import { deployed, gap, inapplicable, reviewed, type Row } from './row.js';

const PROXY = "TLS is a proxy's business";

export const COMMUNICATION: readonly Row[] = [
  deployed('12.1.1', 'TLS 1.2 and 1.3 alone', 'The proxy’s settings.', [['docs/operating.md', PROXY]]),
  deployed('12.1.2', 'Good cipher suites alone', 'The proxy’s settings.'),
  inapplicable('12.1.3', 'client certificates', 'Nobody is known by one.'),
  deployed('12.2.1', 'People reach it by TLS alone', 'A proxy that speaks TLS and nothing else.', [
    ['test/platform/http-settings.spec.ts', 'production without TLS'],
    ['test/platform/asvs-answers.spec.ts', 'two years of https alone, subdomains too'],
  ]),
  deployed('12.2.2', 'With a publicly trusted certificate', 'The proxy’s certificate.'),
  gap(
    '12.3.1',
    'Every connection inside is encrypted too',
    'Nothing insists on it: PostgreSQL, Redis and the mail server are spoken to in clear when their addresses say so, and in docker/compose.yml ' +
      'the first two are, on a network of one host. Providers and checkpoint services are https alone in production.',
    [
      ['src/identity/oidc.rules.spec.ts', 'issuer %s (production: %s): %s'],
      ['test/platform/http-settings.spec.ts', 'a place over HTTP'],
    ],
  ),
  reviewed(
    '12.3.2',
    'Certificates of others are checked',
    [
      ['src/platform/queue/backend.ts', 'tls: {}'],
      ['src/notifications/smtp-transport.ts', 'createTransport'],
    ],
    'no code switches it off: Node’s and the libraries’ defaults hold',
  ),
  deployed('12.3.3', 'HTTP inside is encrypted', 'The proxy and the web process: on one host, or with TLS between.'),
  deployed(
    '12.3.4',
    'Inner certificates are trusted on purpose',
    'By NODE_EXTRA_CA_CERTS and the addresses’ own parameters.',
  ),
];
