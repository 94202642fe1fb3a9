import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../bench/child.js';

const PATIENCE_MS = 240_000;
/** Spares started at once: each takes a few connections of the database while it starts. */
const AT_ONCE = 8;
const STARTED = 'worker.started';
const STANDING_BY = 'standing by';
/** Node tidies up the memory of a process half a minute after its start, three times: of fifty that stand by a quarter of two cores, in the midst of a drill. */
const UNTIDY = ['--no-memory-reducer'];

/** Processes of one program, each replaced when it is killed, as a supervisor would. */
export class Fleet {
  private readonly members: Child[] = [];
  private spares: Child[] = [];
  private readonly heard = new Set<string>();
  kills = 0;

  /** @param program one that says `worker.started`; with spares, one that stands by before (spare-worker.ts) */
  constructor(
    private readonly program: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Starts so many and waits until they have started. */
  async start(size: number): Promise<void> {
    for (let i = 0; i < size; i++) this.members[i] = this.spawn();
    await this.all(this.members, STARTED);
  }

  /**
   * So many at work and so many that stand by: what it costs to start a process, which here is most of what there is to spend, is
   * spent before anything falls due. A spare takes the place of one that is killed.
   */
  async startWithSpares(size: number, spares: number): Promise<void> {
    while (this.spares.length < size + spares) {
      const few = Math.min(AT_ONCE, size + spares - this.spares.length);
      for (let i = 0; i < few; i++) this.spares.push(this.spawn());
      await this.all(this.spares, STANDING_BY);
    }
    for (let i = 0; i < size; i++) this.members[i] = this.promoted();
    await this.all(this.members, STARTED);
  }

  /** SIGKILL to one that has started, and another in its place. */
  async killOne(pick: (among: number) => number): Promise<void> {
    const able = () => this.members.filter((member) => this.heard.has(`${member.process.pid} ${STARTED}`));
    while (able().length === 0) await sleep(10);
    const victim = able()[pick(able().length)]!;
    victim.process.kill('SIGKILL');
    this.kills++;
    this.members[this.members.indexOf(victim)] = this.spares.length > 0 ? this.promoted() : this.spawn();
  }

  signal(member: number, signal: NodeJS.Signals): void {
    this.members[member]!.process.kill(signal);
  }

  async stop(): Promise<void> {
    for (const { process } of this.spares) process.kill('SIGKILL');
    for (const { process } of this.members) process.kill('SIGCONT');
    await Promise.all(this.members.map((member) => member.stop()));
  }

  private spawn(): Child {
    const child = Child.start(this.program, [], this.env, UNTIDY);
    const { pid, stdout, stderr } = child.process;
    for (const stream of [stdout, stderr])
      stream!.on('data', () => {
        for (const word of [STARTED, STANDING_BY]) if (child.said.includes(word)) this.heard.add(`${pid} ${word}`);
      });
    return child;
  }

  private promoted(): Child {
    const spare = this.spares.pop()!;
    spare.process.kill('SIGWINCH');
    return spare;
  }

  private async all(children: readonly Child[], word: string): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const missing = children.find(({ process }) => !this.heard.has(`${process.pid} ${word}`));
      if (!missing) return;
      if (performance.now() > end || missing.hasEnded) {
        for (const { process } of [...this.members, ...this.spares]) process.kill('SIGKILL'); // none outlives its drill
        throw new Error(`not all are there:\n${missing.said}`);
      }
      await sleep(50);
    }
  }
}
