import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { EXPLORER_POLICY } from './headers.js';
import type { Route } from './routes.js';

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>MARAC API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="explorer"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/explorer.js"></script></body>
</html>`;

const SCRIPT = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#explorer', deepLinking: true });`;

/**
 * Serves the API's description at /api/openapi.json and its explorer at /api/docs, from our own files alone.
 *
 * @param describe makes the document, as JSON; called once, when somebody first asks
 * @returns the routes, all public
 */
export function serveExplorer(server: FastifyInstance, describe: () => string): Route[] {
  let description: string | undefined;
  const routes: Route[] = [];
  const serve = (path: string, handler: string, answer: (reply: FastifyReply) => Promise<string>) => {
    server.get(path, (_request, reply) => answer(reply));
    routes.push({ method: 'GET', path, handler, access: { kind: 'public' } });
  };
  serve('/api/openapi.json', 'openapi.document', async (reply) => {
    void reply.type('application/json; charset=utf-8');
    return (description ??= describe());
  });
  serve('/api/docs', 'openapi.explorer', async (reply) => {
    void reply.type('text/html; charset=utf-8').header('content-security-policy', EXPLORER_POLICY);
    return PAGE;
  });
  serve('/api/docs/explorer.js', 'openapi.script', async (reply) => {
    void reply.type('text/javascript; charset=utf-8');
    return SCRIPT;
  });
  for (const [file, type] of Object.entries(ASSETS)) {
    serve(`/api/docs/${file}`, 'openapi.asset', async (reply) => {
      void reply.type(type);
      return readFile(assetPath(file), 'utf8');
    });
  }
  return routes;
}

/** The explorer's files come with @nestjs/swagger; resolved from there, wherever the package manager put them. */
function assetPath(file: string): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger/package.json');
  return join(dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json')), file);
}
