const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const cleanUps = new Set<() => void>();

/**
 * Runs `cleanUp` (synchronous) when this process ends: normally, by an uncaught error, or by a signal that nobody else
 * handles. Whoever handles a signal himself is left to finish in his own time and then to exit.
 * @returns the function that takes the registration back
 */
export function atExit(cleanUp: () => void): () => void {
  if (cleanUps.size === 0) listen();
  cleanUps.add(cleanUp);
  return () => {
    cleanUps.delete(cleanUp);
    if (cleanUps.size === 0) stopListening();
  };
}

function listen(): void {
  process.on('exit', cleanUpAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function stopListening(): void {
  process.off('exit', cleanUpAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  stopListening();
  cleanUpAll();
  process.kill(process.pid, signal); // die of it, as without us
}

function cleanUpAll(): void {
  for (const cleanUp of cleanUps) cleanUp();
  cleanUps.clear();
}
