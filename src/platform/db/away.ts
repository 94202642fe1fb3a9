import { WentSilent } from './silence.js';

/** SQLSTATEs of a server that ends, is not up yet, takes nobody more, or ended this connection. */
const ENDED = ['57P01', '57P02', '57P03', '25P03', '53300', '08000', '08001', '08003', '08004', '08006'];
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'];
const CODES = new Set([...ENDED, ...UNREACHABLE]);
/** node-postgres gives these no code. */
const LOST =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** True when nothing is wrong with what was asked of the database: it is not there, or the way to it is not. */
export function isAway(error: unknown): boolean {
  if (error instanceof WentSilent) return true;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return CODES.has(String(code)) || LOST.test(String(message));
}
