import type { INestApplicationContext } from '@nestjs/common';

/** A process that is told to end finishes what it is doing, takes no more, and ends with code 0: a supervisor sees no crash. */
export function endsInOrder(app: INestApplicationContext): void {
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
}
