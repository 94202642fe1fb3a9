import { beforeAll, expect, test } from '@jest/globals';
import { type ApiDocs, describeWholeApi } from '../support/api-docs.js';

/** What is shown once is stored nowhere, not even sealed and for a day, so that a request with a key could be answered again. */
let docs: ApiDocs;
beforeAll(async () => {
  docs = await describeWholeApi();
}, 60_000);

const ONCE = /shown (?:this )?once|Bearer token|this once/i;

/** Routes whose answer, by its own description, holds something that is shown once. */
function showingOnce(): string[] {
  const schemas = docs.openapi.components!.schemas as Record<string, any>;
  const says = (schema: any): boolean =>
    Object.values((schema?.properties ?? {}) as Record<string, { description?: string }>).some(({ description }) =>
      ONCE.test(description ?? ''),
    );
  return docs.routes
    .filter(({ takesKey }) => takesKey)
    .filter(({ path }) => {
      const operation = (docs.openapi.paths[path.replace(/:(\w+)/g, '{$1}')] as any)?.post;
      const good = Object.entries(operation?.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1] as any;
      const name = good?.content?.['application/json']?.schema?.$ref?.split('/').at(-1) as string | undefined;
      const schema = name ? schemas[name] : undefined;
      return [schema, ...((schema?.allOf ?? []) as any[])].some(says);
    })
    .map(({ path }) => path);
}

test('answers that are shown once are kept nowhere', () => {
  const found = showingOnce();
  expect(found.length).toBeGreaterThanOrEqual(7); // or this test looks at nothing
  const marked = docs.routes.filter(({ shownOnce }) => shownOnce).map(({ path }) => path);
  expect(found.filter((path) => !marked.includes(path))).toEqual([]);
});

test('every other route that creates takes a key, and the API says so', () => {
  const posts = docs.routes.filter(({ method, access }) => method === 'POST' && access.kind !== 'public');
  const without = posts.filter(({ takesKey }) => !takesKey).map(({ path }) => path);
  expect(without.sort()).toEqual([
    '/api/v1/actions/updates-import', // each row is done once by itself
    '/api/v1/break-glass', // a second opening is refused by itself
    '/api/v1/meetings/:id/papers', // each copy is one of its own
    ...['/api/v1/oidc/step-up', '/api/v1/persons/search', '/api/v1/repeat-checks'], // change nothing
    ...['/api/v1/sessions/current/password', '/api/v1/sessions/current/second-factor'], // proofs serve once
  ]);
  const undescribed = posts
    .filter(({ takesKey }) => takesKey)
    .filter(({ path }) => {
      const { parameters = [] } = (docs.openapi.paths[path.replace(/:(\w+)/g, '{$1}')] as any).post;
      return !parameters.some(({ $ref }: { $ref?: string }) => $ref === '#/components/parameters/IdempotencyKey');
    });
  expect(undescribed).toEqual([]);
});
