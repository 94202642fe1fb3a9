import { Problem } from '../http/problem.js';

/** What people run into at the command line, by the system's code. */
const EVERYDAY: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'the file or folder may not be used',
  EISDIR: 'that is a folder, not a file',
  EADDRINUSE: 'the port is taken: set PORT to another one',
  ECONNREFUSED: 'nobody answers at that address: is the server running?',
};

/**
 * Ends the process over an error. Says what is known to be safe to say: our own words, and otherwise the kind of error and where
 * it happened, never a message that could hold an address, a password or somebody's data.
 */
export function fail(error: unknown): never {
  process.stderr.write(`${inOurWords(error) ?? whereItHappened(error)}\n`);
  process.exit(1);
}

function inOurWords(error: unknown): string | undefined {
  if (error instanceof Problem) {
    const { title, errors } = error;
    return [title, ...errors.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)].join('\n');
  }
  const { code, message, messageIsSafe, path, port } = error as NodeJS.ErrnoException & {
    messageIsSafe?: boolean;
    port?: number;
  };
  if (messageIsSafe) return message;
  const words = EVERYDAY[code ?? ''];
  return words && `${[path, port].filter(Boolean).join(' ')}${path || port ? ': ' : ''}${words}`;
}

function whereItHappened(error: unknown): string {
  const { name, code, stack } = error as Error & { code?: string };
  const frames = (stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '));
  return [`${name ?? 'Error'}${code ? ` ${code}` : ''}`, ...frames.slice(0, 6)].join('\n');
}
