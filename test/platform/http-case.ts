import type { InjectOptions } from 'fastify';

export const JSON_TYPE = 'application/json';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface Case {
  what: string;
  method?: InjectOptions['method'];
  url?: string;
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
  status: number;
  code: string;
  /** pointer and code of the field at fault */
  at?: [string, string];
}

export const name = 'N';
export const deep = (levels: number) => `{"name":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
export const field = (what: string, body: object, at: [string, string]): Case => ({
  what,
  body: { name, ...body },
  status: 422,
  code: 'invalid-input',
  at,
});
export const json = (what: string, body: string | Buffer, code: string, status = 400): Case => ({
  what,
  body,
  status,
  code,
});
export const query = (what: string, search: string, at: [string, string]): Case => ({
  what,
  method: 'GET',
  url: `/api/v1/things?${search}`,
  status: 422,
  code: 'invalid-input',
  at,
});
export const address = (what: string, url: string, status: number, code: string): Case => ({
  what,
  method: 'GET',
  url,
  status,
  code,
});
