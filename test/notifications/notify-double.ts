import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const SERVICE = randomUUID();
const SECRET = randomUUID();
export const UPDATE_TEMPLATE = randomUUID();
export const DIGEST_TEMPLATE = randomUUID();
export const NOTIFY_KEY = `marac_live-${SERVICE}-${SECRET}`;

export interface TakenMail {
  id: string;
  reference: string;
  template: string;
  to: string;
  personalisation: Record<string, string>;
}

interface Refusal {
  status: number;
  error: string;
  message: string;
}

/**
 * A server that answers as GOV.UK Notify's documentation of POST /v2/notifications/email says: a token signed with the key and less
 * than 30 seconds old, a template that is there, all that stands in it, an address that is one; 201 with the notification's id.
 */
export class NotifyDouble {
  readonly taken: TakenMail[] = [];
  /** the answer to everything, as when a limit is passed or Notify has a fault */
  ailing: Refusal | undefined;
  private server: Server;

  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  to(email: string): TakenMail[] {
    return this.taken.filter((mail) => mail.to === email);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => {
      this.server.close(() => stopped());
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = ({ status, error, message }: Refusal) =>
      send(status, { status_code: status, errors: [{ error, message }] });
    const wrongToken = refusedToken(request.headers.authorization);
    if (wrongToken) return void refuse(wrongToken);
    if (this.ailing) return void refuse(this.ailing);
    if (request.method !== 'POST' || request.url !== '/v2/notifications/email')
      return void refuse({ status: 404, error: 'NoResultFound', message: 'No result found' });
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const wrong = refusedBody(body);
    if (wrong) return void refuse(wrong);
    const {
      email_address: to,
      template_id: template,
      reference,
      personalisation,
    } = body as {
      email_address: string;
      template_id: string;
      reference: string;
      personalisation: Record<string, string>;
    };
    const id = randomUUID();
    this.taken.push({ id, reference, template, to, personalisation });
    const content = { subject: 'as the template has it', body: 'as the template has it', from_email: 'marac@notifications.service.gov.uk' }; // prettier-ignore
    send(201, { id, reference, content, uri: `/v2/notifications/${id}`, template: { id: template, version: 1 } });
  }
}

const REFUSED = { status: 403, error: 'AuthError' };

function refusedToken(header: string | undefined): Refusal | undefined {
  const [head = '', claims = '', signature = ''] = (header ?? '').replace(/^Bearer /, '').split('.');
  if (!header?.startsWith('Bearer ')) return { status: 401, error: 'AuthError', message: 'Unauthorized: authentication token must be provided' }; // prettier-ignore
  const due = createHmac('sha256', SECRET).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  const { iss, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as {
    iss?: string;
    iat?: number;
  };
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString() || '{}') as { alg?: string };
  if (alg !== 'HS256' || iss !== SERVICE || given.length !== due.length || !timingSafeEqual(given, due))
    return { ...REFUSED, message: 'Invalid token: API key not found' };
  if (Math.abs(Date.now() / 1000 - (iat ?? 0)) > 30)
    return { ...REFUSED, message: 'Error: Your system clock must be accurate to within 30 seconds' };
  return undefined;
}

function refusedBody(body: Record<string, unknown>): Refusal | undefined {
  const { email_address: to, template_id: template, personalisation = {} } = body;
  if (typeof to !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to))
    return { status: 400, error: 'ValidationError', message: 'email_address Not a valid email address' };
  if (template !== UPDATE_TEMPLATE && template !== DIGEST_TEMPLATE)
    return { status: 400, error: 'BadRequestError', message: 'Template not found' };
  const missing = ['words', 'link'].filter((field) => typeof (personalisation as object)[field as never] !== 'string');
  if (missing.length > 0)
    return { status: 400, error: 'BadRequestError', message: `Missing personalisation: ${missing.join(', ')}` };
  return undefined;
}
