import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits for the end of its standard input, which comes when this process lets go of it or dies, however it dies; then
 * ends every server below the folder, without ceremony as its data goes too, and removes the folder.
 */
const UNDERTAKER = `
cat >/dev/null
find "$0" -name postmaster.pid -exec sh -c '
  pid=$(head -n 1 "$0")
  case $(tr "\\0" " " <"/proc/$pid/cmdline" 2>/dev/null || ps -o command= -p "$pid" 2>/dev/null) in
    *cluster_name=marac-*) kill -QUIT "$pid" ;;
    *) exit ;;
  esac
  for i in $(seq 100); do [ -e "$0" ] && kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
' {} ';' 2>/dev/null
for i in 1 2 3 4 5; do rm -rf "$0" 2>/dev/null && break; sleep 0.5; done
`;

/**
 * Sees to it that the folder and the servers in it go when this process ends, be it by `kill -9`.
 * @returns the function that lets them go at once, and resolves when they are gone
 */
export function buryAfterUs(folder: string): () => Promise<void> {
  // in a session of its own, so that Ctrl-C does not reach it
  const undertaker = spawn('/bin/sh', ['-c', UNDERTAKER, folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  undertaker.unref();
  (undertaker.stdin as unknown as { unref(): void }).unref();
  return async () => {
    if (undertaker.exitCode !== null || undertaker.signalCode !== null) return;
    undertaker.ref();
    const buried = once(undertaker, 'exit');
    undertaker.stdin.end();
    await buried;
  };
}
