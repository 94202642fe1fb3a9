import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { EXPLORER_POLICY } from './headers.js';
import type { Route } from './routes.js';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>MARAC API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="explorer"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/explorer.js"></script></body>
</html>`;

const SCRIPT = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#explorer', deepLinking: true });`;

const FILES: Record<string, [type: string, read: () => Promise<string>]> = {
  'explorer.js': ['text/javascript; charset=utf-8', async () => SCRIPT],
  'swagger-ui.css': ['text/css; charset=utf-8', () => readFile(assetPath('swagger-ui.css'), 'utf8')],
  'swagger-ui-bundle.js': ['text/javascript; charset=utf-8', () => readFile(assetPath('swagger-ui-bundle.js'), 'utf8')],
};

const open = (path: string, handler: string): Route => ({ method: 'GET', path, handler, access: { kind: 'public' } });

/** The routes below, all public. */
export const EXPLORER_ROUTES: readonly Route[] = [
  open('/api/openapi.json', 'openapi.document'),
  open('/api/docs', 'openapi.explorer'),
  ...Object.keys(FILES).map((file) => open(`/api/docs/${file}`, 'openapi.asset')),
];

/**
 * Serves the API's description at /api/openapi.json and its explorer at /api/docs, from our own files alone.
 *
 * @param describe makes the document, as JSON; called once, when somebody first asks
 */
export function serveExplorer(server: FastifyInstance, describe: () => string): void {
  let description: string | undefined;
  server.get('/api/openapi.json', async (_request, reply) => {
    void reply.type('application/json; charset=utf-8');
    return (description ??= describe());
  });
  server.get('/api/docs', async (_request, reply) => {
    void reply.type('text/html; charset=utf-8').header('content-security-policy', EXPLORER_POLICY);
    return PAGE;
  });
  for (const [file, [type, read]] of Object.entries(FILES)) {
    server.get(`/api/docs/${file}`, async (_request, reply) => {
      void reply.type(type);
      return read();
    });
  }
}

/** The explorer's files come with @nestjs/swagger; resolved from there, wherever the package manager put them. */
function assetPath(file: string): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger/package.json');
  return join(dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json')), file);
}
