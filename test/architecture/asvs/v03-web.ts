import { deployed, gap, inapplicable, reviewed, type Row, shown } from './row.js';

const ANSWERS = 'test/platform/asvs-answers.spec.ts';
const GATE = 'test/platform/http-gate.spec.ts';
const COOKIES = 'test/identity/asvs-cookies.spec.ts';
const OIDC = 'test/identity/oidc.spec.ts';
const POLICY = 'nothing foreign, nothing inline, no plug-ins, no frames, no other base';

export const WEB: readonly Row[] = [
  shown('3.2.1', 'No answer can be taken for another kind of content', [
    [ANSWERS, 'what has a body says what it is', POLICY],
    ['test/platform/http-openapi.spec.ts', 'serves nothing else'],
  ]),
  inapplicable(
    '3.2.2 3.5.5 3.7.1',
    'safe rendering, messages between windows, plug-ins',
    'There are no pages yet; the API’s explorer, which is a library’s, and the page after signing in with an agency’s provider are all.',
  ),
  shown('3.3.1', 'Cookies are Secure and named with a prefix that says so', [
    [COOKIES, 'the session’s cookie, over https: for this host alone, out of reach of scripts and of other sites'],
    [OIDC, 'over https the cookies are locked to this host'],
  ]),
  shown(
    '3.3.2',
    'SameSite fits what each cookie is for',
    [
      [COOKIES, 'the session’s cookie, over https: for this host alone, out of reach of scripts and of other sites'],
      [OIDC, 'over https the cookies are locked to this host'],
    ],
    'Lax for the one that must come back with the provider’s answer, Strict for the session',
  ),
  shown('3.3.3', 'Cookies have the __Host- prefix', [
    [GATE, 'behind HTTPS only the cookie that no neighbouring host can set counts'],
    [OIDC, 'over https the cookies are locked to this host'],
  ]),
  gap(
    '3.3.4',
    'Session cookies are HttpOnly, and their value goes to the browser in no other way',
    'The cookie is HttpOnly, but the answer to signing in has the token in its body too, for programs. Pages, when they come, must get the ' +
      'cookie alone.',
    [[COOKIES, 'the session’s cookie, over https: for this host alone, out of reach of scripts and of other sites']],
  ),
  gap(
    '3.4.1',
    'Every answer has Strict-Transport-Security for a year or more, subdomains too',
    'Every answer to a request does. What is no HTTP at all is answered without it: a proxy that speaks TLS does not let such bytes through.',
    [[ANSWERS, 'two years of https alone, subdomains too']],
  ),
  shown('3.4.2', 'No other origin may read answers', [
    [ANSWERS, 'no other origin is let in'],
    [GATE, 'a preflight'],
  ]),
  shown('3.4.3', 'A content security policy keeps foreign and inline scripts out', [
    [ANSWERS, POLICY],
    ['test/platform/http-openapi.spec.ts', 'runs nothing inline'],
  ]),
  shown('3.4.4', 'Every answer says nosniff', [[ANSWERS, 'every kind of answer has the fixed headers']]),
  shown('3.4.5', 'Addresses do not leak by the Referer', [[ANSWERS, 'every kind of answer has the fixed headers']]),
  shown('3.4.6', 'Nobody may put it into a frame', [[ANSWERS, POLICY]]),
  shown('3.5.1', 'Requests that another site causes change nothing', [
    [GATE, 'a cookie that another site makes the browser send', 'another site', 'a sibling domain', 'another origin'],
    ['test/bench/sign-in-hostile-sessions.ts', 'from another site, with our header guessed', 'from nowhere'],
  ]),
  shown('3.5.2', 'Nor can a request that needs no preflight', [
    [GATE, 'no sign of where it came from', 'an origin that only begins like ours'],
    ['test/platform/http-case-bodies.ts', 'plain text', 'a form', 'no type'],
  ]),
  reviewed(
    '3.5.3',
    'What changes something is not done by GET',
    [['docs/routes.md', '| GET |']],
    'each GET reads, and records that it read; signing in with a provider comes back by GET, as the protocol has it',
  ),
  deployed('3.5.4', 'Other applications are on other host names', 'Give it a host name of its own.'),
  shown(
    '3.7.2',
    'Nobody is sent on to another site that is not on a list',
    [
      [OIDC, 'the way there and back gives nothing away, and leads nowhere else'],
      [ANSWERS, 'nothing leads elsewhere'],
    ],
    'the providers that administrators set up are the list',
  ),
];
