import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createAdapter, describeApi } from '../../src/platform/http/app.js';
import { EventLog } from '../../src/platform/log/event-log.js';
import { type Fixture, MemoryRecorder, moduleOf, PERMISSIONS, startFixture } from './http-fixture.js';

let fixture: Fixture;
let document: OpenAPIObject;
beforeAll(async () => {
  fixture = await startFixture();
  document = (await fixture.app.inject({ method: 'GET', url: '/api/openapi.json' })).json();
});
afterAll(() => fixture.app.close());

describe('the description of the API', () => {
  test('is OpenAPI 3.1, with paths complete from the root', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual([
      '/api/docs',
      '/api/openapi.json',
      '/api/v1/door',
      '/api/v1/half-way',
      '/api/v1/self',
      '/api/v1/things',
      '/api/v1/things/forms',
      '/api/v1/things/imports',
      '/api/v1/things/{id}',
      '/health/live',
      '/health/ready',
    ]);
  });

  test('says for every operation who may call it, and how it refuses', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );
    expect(
      Object.fromEntries(operations.map(([key, { security, ...rest }]) => [key, [security, rest['x-permission']]])),
    ).toMatchObject({
      'GET /health/live': [[], 'public'],
      'GET /api/openapi.json': [[], 'public'],
      'POST /api/v1/door': [[], 'public'],
      'GET /api/v1/self': [[{ session: [] }], 'signed-in'],
      'GET /api/v1/things': [[{ session: [] }], 'things:read'],
      'POST /api/v1/things': [[{ session: [] }], 'things:write'],
    });
    for (const [, operation] of operations) {
      expect(operation.responses.default.content['application/problem+json'].schema).toEqual({
        $ref: '#/components/schemas/Problem',
      });
      expect(operation.responses['401'] !== undefined).toBe(operation.security.length > 0);
    }
    expect(Object.keys(document.paths['/api/v1/things/{id}']!.put!.responses)).toEqual(
      expect.arrayContaining(['200', '401', '403', '404', '412', '422', '428', 'default']),
    );
  });

  test('describes fields by the rules that check them', () => {
    const { NewThing } = document.components!.schemas as Record<
      string,
      { required: string[]; properties: Record<string, object> }
    >;
    expect(NewThing!.required).toEqual(['name']);
    expect(NewThing!.properties).toMatchObject({
      name: { type: 'string', minLength: 1, maxLength: 10, description: 'Name' },
      code: { type: ['string', 'null'], pattern: '^[A-Z]+$' },
      ownerId: { type: ['string', 'null'], format: 'uuid' },
      day: { format: 'date' },
      at: { format: 'date-time' },
      risk: { enum: ['LOW', 'HIGH', null] },
      score: { type: ['integer', 'null'], minimum: 0, maximum: 24 },
      urgent: { type: ['boolean', 'null'] },
      tags: { type: ['array', 'null'], maxItems: 3, items: { type: 'string' } },
      letters: { items: { type: 'string', enum: ['A', 'B'] } },
      children: { type: ['array', 'null'], items: { $ref: '#/components/schemas/Child' } },
      eldest: { anyOf: [{ $ref: '#/components/schemas/Child' }, { type: 'null' }] },
    });
  });

  test('describes queries, path ids, If-Match and files', () => {
    const list = document.paths['/api/v1/things']!.get!.parameters as {
      name: string;
      schema: object;
      required: boolean;
    }[];
    expect(list.find((p) => p.name === 'limit')).toMatchObject({
      required: false,
      schema: { minimum: 1, maximum: 200, default: 50 },
    });
    const put = document.paths['/api/v1/things/{id}']!.put!.parameters as {
      name: string;
      in: string;
      schema: object;
    }[];
    expect(put.map((p) => `${p.in} ${p.name}`).sort()).toEqual(['header If-Match', 'path id']);
    expect(put.find((p) => p.name === 'id')!.schema).toMatchObject({ type: 'string', format: 'uuid' });
    const { content } = document.paths['/api/v1/things/imports']!.post!.requestBody as { content: object };
    expect(Object.keys(content)).toEqual([
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
  });

  test('can be made in preview mode, without a database, and says the same', async () => {
    const log = new EventLog('silent');
    const app = await NestFactory.create(moduleOf({}, log, new MemoryRecorder()), createAdapter(log), {
      preview: true,
      logger: false,
      abortOnError: false,
    });
    const preview = JSON.parse(JSON.stringify(describeApi(app, { permissions: PERMISSIONS, version: '0.0.0' })));
    expect(preview).toEqual(document);
  });
});

describe('the explorer', () => {
  test.each([
    ['/api/docs', 'text/html'],
    ['/api/docs/explorer.js', 'text/javascript'],
    ['/api/docs/swagger-ui.css', 'text/css'],
    ['/api/docs/swagger-ui-bundle.js', 'text/javascript'],
  ])('serves %s to anyone', async (url, type) => {
    const answer = await fixture.app.inject({ method: 'GET', url });
    expect([answer.statusCode, String(answer.headers['content-type'])]).toEqual([200, expect.stringContaining(type)]);
    expect(answer.body.length).toBeGreaterThan(50);
  });

  test('serves nothing else', async () => {
    for (const path of ['/api/docs/package.json', '/api/docs/../docs/index.html', '/api/docs/%2e%2e/x']) {
      expect((await fixture.app.inject({ method: 'GET', url: path })).statusCode).toBe(401);
    }
  });

  test('runs nothing inline', async () => {
    const { headers, body } = await fixture.app.inject({ method: 'GET', url: '/api/docs' });
    expect(headers['content-security-policy']).toContain(`script-src 'self';`);
    expect(body).not.toMatch(/<script>|\son\w+=|https?:/);
  });
});
