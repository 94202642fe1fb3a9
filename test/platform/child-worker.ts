import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Workers in processes of their own, ended with the test. */
export class ChildWorkers {
  private readonly children: ChildProcess[] = [];

  constructor(private readonly env: Record<string, string>) {}

  /** Starts one and waits until it says a word. */
  async start(env: Record<string, string>, word: string): Promise<ChildProcess> {
    const file = fileURLToPath(new URL('./work-child.js', import.meta.url));
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, NODE_OPTIONS: '', ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.push(child);
    await said(child, word);
    return child;
  }

  killAll(): void {
    for (const child of this.children) child.kill('SIGKILL');
  }
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`the worker did not say ${word}: ${output}`)), 20_000);
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes(word)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the worker ended with ${code}: ${output}`));
    });
  });
}
