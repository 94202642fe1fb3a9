import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Route, whoMay } from './routes.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'A refusal (RFC 9457). `code` is stable; `reference` finds the request in our records.',
  required: ['type', 'title', 'status', 'code', 'reference'],
  properties: {
    type: { type: 'string', examples: ['/problems/not-found'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', examples: ['not-found'] },
    reference: { type: 'string', format: 'uuid' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or the name of the query parameter' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
} as const;

/**
 * The OpenAPI 3.1 document of the application: needs no database (Nest's preview mode will do), only the global prefix set.
 *
 * @param routes those of controllers; the ones that controllers exclude from the description (pages) are left out
 * @param own those of ours without a controller: this document and its explorer
 * @throws Error when an operation is not in the route table
 */
export function buildOpenApi(
  app: INestApplication,
  routes: readonly Route[],
  own: readonly Route[],
  version: string,
): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('MARAC')
    .setDescription('Coordination of multi-agency risk assessment conferences.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The token from POST /api/v1/sessions.' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.security = [{ session: [] }];
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA as never },
    parameters: { IdempotencyKey: KEY_PARAMETER },
  };
  const known = new Map(routes.map((route) => [`${route.method} ${templateOf(route.path)}`, route]));
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((m) => item[m])) {
      const key = `${method.toUpperCase()} ${path}`;
      const route = known.get(key);
      if (!route) throw new Error(`${key} is described but not routed`);
      complete(item[method]!, route, path);
    }
  }
  for (const route of own) describeOwn(document, route);
  document.paths = Object.fromEntries(Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1)));
  return document;
}

/** `/cases/:id` as OpenAPI writes it: `/cases/{id}`. */
function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

function complete(operation: Operation, route: Route, path: string): void {
  const { access } = route;
  operation.security = access.kind === 'public' ? [] : [{ session: [] }];
  const marked = operation as unknown as Record<string, unknown>;
  marked['x-permission'] = whoMay(access);
  const refusals: Record<string, string> = { default: 'Refused, or failed.' };
  if (access.kind !== 'public') refusals['401'] = 'Not signed in.';
  if (access.kind === 'permission') refusals['403'] = `No role of yours holds ${access.permission}.`;
  if (path.includes('{')) refusals['404'] = 'Absent, or hidden from you: nothing tells them apart.';
  if (operation.requestBody || operation.parameters?.some((p) => 'in' in p && p.in === 'query'))
    refusals['422'] = 'The input was not accepted.';
  if (operation.parameters?.some((p) => 'name' in p && p.name === 'If-Match')) {
    refusals['412'] = 'Somebody else changed it meanwhile.';
    refusals['428'] = 'If-Match is missing.';
  }
  if (route.takesKey) describeKey(operation, refusals);
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const [status, description] of Object.entries(refusals))
    operation.responses[status] ??= { description, content };
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Chosen by you, 1 to 255 visible characters, another for each thing you want done. Sent again within a day the request does ' +
    'nothing again and is answered as before, with `Idempotency-Replayed: true`, if you may still see the answer.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
};

function describeKey(operation: Operation, refusals: Record<string, string>): void {
  operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/IdempotencyKey' }];
  refusals['409'] =
    'In a state that does not allow it; or `idempotency-in-flight`: the same request is being worked on.';
  refusals['422'] = 'The input was not accepted; or `idempotency-key-reused`: the key was sent with another request.';
}

/** The explorer's files are left out. */
function describeOwn(document: OpenAPIObject, route: Route): void {
  if (route.path.includes('.') && !route.path.endsWith('.json')) return;
  const operation: Operation = { operationId: route.handler, responses: { 200: { description: 'OK' } } };
  complete(operation, route, route.path);
  document.paths[templateOf(route.path)] = { [route.method.toLowerCase()]: operation };
}
