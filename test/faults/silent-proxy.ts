import net from 'node:net';
import { once } from 'node:events';

interface Pair {
  near: net.Socket;
  far: net.Socket;
}

/** A wire to the database that can be cut as networks are: nobody is told, nothing arrives, nothing is refused. */
export class SilentProxy {
  private readonly pairs = new Set<Pair>();
  private readonly dead: net.Socket[] = [];
  private waiting: net.Socket[] = [];
  private silent = false;

  private constructor(
    private readonly server: net.Server,
    private readonly target: number,
  ) {}

  static async start(target: number): Promise<SilentProxy> {
    const server = net.createServer({ pauseOnConnect: true });
    const proxy = new SilentProxy(server, target);
    server.on('connection', (near) => {
      near.on('error', () => near.destroy());
      if (proxy.silent) proxy.waiting.push(near);
      else proxy.join(near);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** The same address by way of this wire. */
  through(url: string): string {
    const by = new URL(url);
    by.port = String((this.server.address() as net.AddressInfo).port);
    return by.toString();
  }

  /** From here on nothing gets through, in neither direction, and who connects waits. */
  cut(): void {
    this.silent = true;
    for (const { near, far } of this.pairs) for (const end of [near, far]) end.pause();
  }

  /** What was under way arrives. */
  heal(): void {
    this.silent = false;
    for (const { near, far } of this.pairs) for (const end of [near, far]) end.resume();
    for (const near of this.waiting.splice(0)) this.join(near);
  }

  /** Connections that there are go silent for ever; new ones get through. @returns how many */
  forget(): number {
    const forgotten = this.pairs.size;
    for (const { near, far } of this.pairs)
      for (const end of [near, far]) {
        end.pause();
        this.dead.push(end);
      }
    this.pairs.clear();
    return forgotten;
  }

  stop(): void {
    this.server.close();
    for (const { near, far } of this.pairs) for (const end of [near, far]) end.destroy();
    for (const end of [...this.waiting, ...this.dead]) end.destroy();
  }

  private join(near: net.Socket): void {
    const far = net.connect(this.target, '127.0.0.1');
    const pair = { near, far };
    this.pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      // prettier-ignore
      from.on('data', (data) => {
        if (!to.write(data)) {
          from.pause();
          to.once('drain', () => this.pairs.has(pair) && !this.silent && from.resume());
        }
      });
      from.on('end', () => to.end());
      from.on('close', () => {
        to.destroy();
        this.pairs.delete(pair);
      });
    }
    far.on('error', () => near.destroy());
    near.resume();
  }
}
