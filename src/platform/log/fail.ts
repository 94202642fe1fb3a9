/**
 * Ends the process over an error. Says what is known to be safe to say: our own words for settings, and otherwise the kind of
 * error and where it happened, never a message that could hold an address, a password or somebody's data.
 */
export function fail(error: unknown): never {
  const { name, code, message, messageIsSafe, stack } = error as Error & { code?: string; messageIsSafe?: boolean };
  const where = stack?.split('\n').filter((line) => line.trim().startsWith('at ')).slice(0, 6).join('\n'); // prettier-ignore
  process.stderr.write(
    messageIsSafe ? `${message}\n` : `${name ?? 'Error'}${code ? ` ${code}` : ''}\n${where ?? ''}\n`,
  );
  process.exit(1);
}
