import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Problem } from '../platform/http/problem.js';
import type { PaperDocument, RenderedPaper } from './paper-document.js';
import type { RenderAnswered, RenderAsked } from './render-thread.js';

/** Copies that may wait at once: two meetings whose every member asks in the same minute. */
const MOST_WAITING = 64;
const PATIENCE_MS = 60_000;
const IDLE_MS = 60_000;
/** MiB that a thread may take for what it makes; a pack of 40 cases takes a fifth of it. */
const MEMORY_MIB = 256;

interface Waiting {
  done: (rendered: RenderedPaper) => void;
  failed: (why: Error) => void;
}

/** Something in a paper cannot be rendered. Says nothing of what it is. */
export class NotRendered extends Error {
  readonly code = 'paper-not-rendered';
  readonly messageIsSafe = true;

  constructor() {
    super('a paper could not be rendered');
    this.name = 'NotRendered';
  }
}

/**
 * Renders papers in a thread of its own, so that nobody else waits while a pack is put on pages. The thread starts with the first
 * paper and ends when none has been asked for for a minute; if it dies, whoever waits is told to try again.
 */
@Injectable()
export class Renderer implements OnApplicationShutdown {
  private thread?: Worker;
  private idle?: NodeJS.Timeout;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** @throws Problem 503 `busy` when too many wait or the thread takes too long; NotRendered */
  async render(paper: PaperDocument): Promise<RenderedPaper> {
    if (this.waiting.size >= MOST_WAITING) throw busy();
    const id = ++this.last;
    const thread = this.running();
    const answer = new Promise<RenderedPaper>((done, failed) => this.waiting.set(id, { done, failed }));
    const patience = setTimeout(() => this.give(busy()), PATIENCE_MS);
    thread.postMessage({ id, paper } satisfies RenderAsked);
    try {
      return await answer;
    } finally {
      clearTimeout(patience);
      this.waiting.delete(id);
      this.rest();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.idle);
    this.give(busy());
    await this.thread?.terminate();
  }

  private running(): Worker {
    clearTimeout(this.idle);
    if (this.thread) return this.thread;
    const thread = new Worker(new URL('./render-thread.js', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
      // a thread that fails must not write what it was rendering to the log
      stdout: true,
      stderr: true,
    });
    thread.unref();
    thread.on('message', ({ id, rendered }: RenderAnswered) => {
      const one = this.waiting.get(id);
      if (rendered) one?.done(rendered);
      else one?.failed(new NotRendered());
    });
    const gone = () => {
      if (this.thread === thread) this.give(busy());
    };
    thread.on('error', gone);
    thread.on('exit', gone);
    return (this.thread = thread);
  }

  /** Lets go of the thread, and of everybody who waits for it. */
  private give(why: Error): void {
    const { thread } = this;
    this.thread = undefined;
    void thread?.terminate();
    for (const { failed } of this.waiting.values()) failed(why);
  }

  private rest(): void {
    if (this.waiting.size > 0) return;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.give(busy()), IDLE_MS);
    this.idle.unref();
  }
}

function busy(): Problem {
  return new Problem(503, 'busy', 'Too many papers are being rendered. Try again in a moment.', [], 10);
}
