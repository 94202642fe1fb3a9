import type { LoggerService } from '@nestjs/common';
import type { EventLog } from './event-log.js';

/** The framework's own classes, whose messages name routes and modules, at start-up only. */
const FRAMEWORK = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/**
 * Nest's LoggerService over the event log. What the framework says while starting is kept; anything else is kept when it is a
 * code, and otherwise becomes `withheld`: a sentence handed to Nest's Logger never reaches the output.
 */
export class NestLog implements LoggerService {
  constructor(private readonly events: EventLog) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && typeof message === 'string' && FRAMEWORK.has(context)) {
      this.events.framework(context, message);
    } else {
      this.events.info(String(message));
    }
  }

  warn(message: unknown): void {
    this.events.warn(String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((part) => part instanceof Error);
    this.events.error(message instanceof Error ? 'nest.error' : String(message), error);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }

  debug(message: unknown): void {
    this.events.debug(String(message));
  }

  verbose(message: unknown): void {
    this.events.debug(String(message));
  }
}
