/** A seeded source of chance: the same seed gives the same invented people and cases on every machine. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1 (mulberry32, Tommy Ettinger, public domain). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** True once in so many times: `often` is between 0 and 1. */
  happens(often: number): boolean {
    return this.next() < often;
  }

  pick<T>(among: readonly T[]): T {
    const one = among[Math.floor(this.next() * among.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(among: readonly (readonly [T, number])[]): T {
    let left = this.next() * among.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of among) if ((left -= weight) < 0) return value;
    return among[among.length - 1]![0];
  }
}
