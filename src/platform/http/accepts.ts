import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';

/** What a route takes as its body. Anything else is 415 before a byte of it is read. */
export type BodyKind = 'json' | 'spreadsheet' | 'form';

export const CSV = 'text/csv';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const MEDIA_TYPES: Record<BodyKind, readonly string[]> = {
  json: ['application/json'],
  spreadsheet: [CSV, XLSX],
  form: ['application/x-www-form-urlencoded'],
};

/** Bytes. */
export const BODY_LIMITS: Record<BodyKind, number> = {
  json: 256 * 1024,
  spreadsheet: 64 * 1024 * 1024,
  form: 256 * 1024,
};

/** Reads the mark that the decorators below leave on a route. */
export function bodyKindOf(config: unknown): BodyKind {
  return (config as { accepts?: BodyKind } | undefined)?.accepts ?? 'json';
}

/** The route takes a CSV or XLSX file as its whole body (at most 64 MiB): `@Body() file: Buffer`. */
export const AcceptsSpreadsheet = () =>
  applyDecorators(
    RouteConfig({ accepts: 'spreadsheet' satisfies BodyKind }),
    ApiConsumes(...MEDIA_TYPES.spreadsheet),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );

/** The route takes a form sent by a browser (pages). Fields given more than once become lists. */
export const AcceptsForm = () =>
  applyDecorators(RouteConfig({ accepts: 'form' satisfies BodyKind }), ApiConsumes(...MEDIA_TYPES.form));
