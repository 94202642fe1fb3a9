import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/settings.js';
import { errorFacts } from './error-facts.js';
import { allowed, type Facts, isEventCode } from './facts.js';

/**
 * The only way to the log: an event code and allow-listed facts. There is no way to write a sentence, so none can hold a name
 * or an address (redaction lists were seen to miss error objects; an allow-list fails closed).
 */
export class EventLog {
  private readonly pino: Logger;

  /** @param destination where lines go; standard output when absent */
  constructor(level: LogLevel, destination?: DestinationStream) {
    const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
    this.pino = destination ? pino(options, destination) : pino(options);
  }

  debug(event: string, facts: Facts = {}): void {
    this.pino.debug(allowed(facts), code(event));
  }

  info(event: string, facts: Facts = {}): void {
    this.pino.info(allowed(facts), code(event));
  }

  warn(event: string, facts: Facts = {}): void {
    this.pino.warn(allowed(facts), code(event));
  }

  /** Writes name, code, SQLSTATE and positions of the error: never its message. */
  error(event: string, error: unknown, facts: Facts = {}): void {
    this.pino.error({ ...allowed(facts), error: errorFacts(error) }, code(event));
  }

  /** @internal text that the framework says about its own start; `NestLog` decides which */
  framework(context: string, message: string): void {
    this.pino.info({ context }, message);
  }
}

function code(event: string): string {
  return isEventCode(event) ? event : 'withheld';
}
