import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { fixedHeaders, REFERENCE_HEADER } from './headers.js';
import { Problem } from './problem.js';
import { PROBLEM_JSON, problemBody } from './refusals.js';

const MALFORMED = new Problem(400, 'malformed-http', 'This is not HTTP as we speak it.');
const BY_CODE: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem(431, 'headers-too-large', 'The address and headers together are too long.'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new Problem(413, 'too-large', 'The body is too large.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'too-slow', 'The request took too long to arrive.'),
};
const UNMET = new Problem(417, 'unmet-expectation', 'What the Expect header asks for is not offered.');

/** Answers bytes that are no HTTP request, and closes the connection. */
export function answerRawError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = BY_CODE[error.code ?? ''] ?? MALFORMED;
  const { status, headers, body } = answer(problem);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** Answers an Expect header other than 100-continue. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answer(UNMET);
  response.writeHead(status, headers).end(body);
}

function answer(problem: Problem): { status: number; headers: Record<string, string | number>; body: string } {
  const reference = randomUUID();
  const body = problemBody(problem, reference);
  const headers = {
    ...fixedHeaders(),
    [REFERENCE_HEADER]: reference,
    'content-type': PROBLEM_JSON,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  return { status: problem.getStatus(), headers, body };
}
