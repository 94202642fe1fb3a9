import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROLES } from '../../src/identity/roles.rules.js';
import { type Relation, RELATIONS, shownTo } from '../../src/access/roles-relations.rules.js';
import { accessPage, type Example } from '../support/access-page.js';
import { type TestApp, startApp } from '../support/app.js';
import { committed } from '../support/committed.js';
import { fullCase, type FullCase } from '../support/full-case.js';
import type { TestUser, World } from '../support/world.js';

let app: TestApp;
let world: World;
let full: FullCase;

beforeAll(async () => {
  app = await startApp();
  world = await app.world();
  full = await fullCase(app, world);
});
afterAll(() => app?.stop());

/** What differs from run to run, in words that do not. */
function told(text: string): string {
  return text
    .replaceAll(` ${world.code}`, '')
    .replaceAll(/action [0-9a-f-]{36}/g, 'an action of this agency')
    .replaceAll(/\d\d:\d\d on \d{1,2} \w+ \d{4}/g, '(an hour later)')
    .replaceAll(/Test ([A-Z_]+)/g, (_, role: string) => `somebody (${role.toLowerCase().replaceAll('_', ' ')})`);
}

async function example(title: string, story: string, as: TestUser): Promise<Example> {
  const { body } = await app.request('GET', `/cases/${full.caseId}/access`, { as });
  const { explanation, withheld, endsWhen } = body as Example;
  return {
    ...{ title, story, explanation: told(explanation), endsWhen: endsWhen.map(told) },
    withheld: withheld.map((one) => ({ explanation: told(one.explanation) })),
  };
}

test('docs/access.md is what the rules say and the system answers', async () => {
  const need = { labels: ['PERPETRATOR', 'SOURCE'], reason: 'a complaint about how the case was handled' };
  await app.request('POST', `/cases/${full.caseId}/needs`, { as: world.auditor, body: need });
  const examples = [
    await example(
      'A housing officer',
      "Housing referred the case, twice, and owns an action on it. One of Housing's representatives asks why they see it:",
      world.housing,
    ),
    await example(
      'An IDVA',
      'The case was given to the IDVA service of the area as it was referred. Where the victim is safe waits for a second factor:',
      world.idva,
    ),
    await example(
      'An auditor',
      'An auditor wrote down why the case is read, and has an hour. How the victim is reached stays masked:',
      world.auditor,
    ),
  ];
  const now = accessPage(examples);
  expect(now).toBe(committed('docs/access.md', now));
}, 60_000);

/** The table against the running system: each relation that a full case brings about. */
describe('the system shows what the table says to', () => {
  test.each<[Relation, (w: World) => TestUser, Relation[]]>([
    ['COORDINATES', (w) => w.coordinator, ['COORDINATES']],
    ['CHAIRS', (w) => w.chair, ['CHAIRS']],
    ['SUPPORT', (w) => w.idva, ['SUPPORT']],
    ['REFERRAL', (w) => w.housing, ['REFERRAL', 'ACTION']],
    ['NONE', (w) => w.probation, []],
    ['EXCLUDED', (w) => w.analyst, []],
  ])('%s', async (_, of, relations) => {
    const who = of(world);
    const [{ role }] = await app.rows('select role from identity.user_roles where user_id = $1', [who.id]);
    const labels = relations.flatMap((relation) => shownTo(role, relation));
    const { body } = await app.request('GET', `/cases/${full.caseId}`, { as: who });
    const fresh = labels.filter((label) => label !== 'LOCATION_SAFE');
    expect((body.labels ?? []).sort()).toEqual([...new Set(fresh)].sort());
  });

  test('and the whole table is 12 roles by 15 relations', () => {
    expect(ROLES.length * Object.keys(RELATIONS).length).toBe(180);
  });
});
