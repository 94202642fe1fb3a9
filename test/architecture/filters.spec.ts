import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import type { World } from '../support/world.js';

/**
 * To filter, sort or count by something is to learn it. So the query parameters of all routes stand here, each with what it asks
 * about: nothing that is withheld from anybody who sees the row. Row-level security has cut the rows before one is applied.
 */
const ASKS: Readonly<Record<string, string>> = {
  after: 'paging',
  before: 'paging',
  by: 'order of the intake: when a referral came, when its screening is due, how many criteria it shows',
  limit: 'paging',
  side: 'from which area’s side a handover is looked at: for IDVAs of that side',
  since: 'paging',
  all: 'whether tasks that are done are shown too: for who manages meetings',
  active: 'whether a flag runs: IDENTITY, as the flag',
  actor: 'who did it: for auditors',
  agencyId: 'which agency’s kind of work: the catalogue of the area',
  case: 'id of a case: IDENTITY, as what is listed',
  code: 'sign-in at an agency’s provider',
  state: 'sign-in at an agency’s provider',
  dryRun: 'nothing',
  dueOn: 'an example of a day: rules of the area',
  dueAt: 'an example of a moment: rules of the area',
  from: 'day of a meeting',
  marac: 'which MARAC',
  maracId: 'which MARAC',
  month: 'when a flag ended: IDENTITY, as the flag',
  mine: 'whose action: IDENTITY, as the action',
  open: 'whether a finding waits for an answer: for auditors',
  overdue: 'due date of an action: IDENTITY, as the action; of a contact: CONTACT, as the clock',
  status: 'state of a referral, an action, a proposed link or a row of a spreadsheet: as what is listed',
  subject: 'what it was done to: for auditors',
  to: 'day of a meeting',
  until: 'day on which an order ends: PERPETRATOR, as what is listed',
  unread: 'one’s own inbox',
  unreviewed: 'emergency openings that wait for review: for who oversees them',
};
/** What one would ask by to find a victim, or to learn what is withheld. */
const TEMPTING = ['address', 'postcode', 'phone', 'q', 'search', 'name', 'victim', 'perpetrator', 'ethnicity', 'outcome', 'referringAgency', 'kind', 'label', 'sort', 'order', 'orderBy', 'fields', 'include']; // prettier-ignore

let app: TestApp;
let world: World;
let shared: FullCase;
let routes: { path: string; parameters: string[] }[];
beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  shared = await fullCase(app, world);
  const { body } = await app.request('GET', '/api/openapi.json');
  type Operation = { parameters?: { in: string; name: string }[] };
  routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, verbs]) =>
    Object.values(verbs).map(({ parameters = [] }) => ({
      path,
      parameters: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  );
});
afterAll(() => app?.stop());

test('every query parameter asks about something that every reader of the list may know', () => {
  const unknown = routes.flatMap(({ path, parameters }) => parameters.filter((name) => !(name in ASKS)).map((name) => `${path}?${name}`)); // prettier-ignore
  expect(unknown).toEqual([]);
  expect(routes.filter(({ parameters }) => parameters.length > 0).length).toBeGreaterThan(8);
});

test('a list cannot be filtered or sorted by anything else: the answer is the same whether it would match or not', async () => {
  const lists = ['/referrals', '/actions', '/flags', '/flags/changes', '/meetings', '/inbox'];
  for (const path of lists) {
    for (const name of TEMPTING) {
      const ask = (value: string) => app.request('GET', `${path}?${name}=${value}`, { as: world.housing });
      const [hit, miss] = [await ask('NB1%202AB'), await ask('ZZ1%201ZZ')];
      expect([path, name, hit.status]).toEqual([path, name, 422]);
      expect(hit.body.errors).toEqual([expect.objectContaining({ code: 'unknown-property' })]);
      expect({ ...hit.body, reference: '' }).toEqual({ ...miss.body, reference: '' });
    }
  }
});

test('asked about a case that is hidden, a list answers as about one that never was', async () => {
  const ask = (caseId: string) => app.request('GET', `/actions?case=${caseId}`, { as: world.probation });
  const [hidden, absent] = [await ask(shared.caseId), await ask(randomUUID())];
  expect(hidden.status).toBe(404);
  expect({ ...hidden.body, reference: '' }).toEqual({ ...absent.body, reference: '' });
});
