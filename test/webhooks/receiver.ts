import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** An agency's own system: takes messages and answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  /** what it answers: a status, or all by itself */
  answer: number | ((response: http.ServerResponse) => void) = 204;
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      this.received.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body });
      if (typeof this.answer === 'function') this.answer(response);
      else response.writeHead(this.answer).end();
    });
  });

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
