import { cpus, totalmem } from 'node:os';

/** A promise about speed or memory, and what was measured. */
export interface Bar {
  bar: string;
  want: string;
  got: number;
  ok: boolean;
}

export interface Measured {
  figures: Record<string, number>;
  /** the same figures of what it is measured against, taken in the same run */
  baselines: Record<string, number>;
  bars: Bar[];
}

export interface BenchReport extends Measured {
  name: string;
  machine: string;
}

export type Say = (line: string) => void;

export interface Bench {
  about: string;
  run(say: Say): Promise<Measured>;
}

export const atLeast = (bar: string, want: number, got: number): Bar => ({
  bar,
  want: `>= ${want}`,
  got: rounded(got),
  ok: got >= want,
});
export const atMost = (bar: string, want: number, got: number): Bar => ({
  bar,
  want: `<= ${want}`,
  got: rounded(got),
  ok: got <= want,
});
export const under = (bar: string, want: number, got: number): Bar => ({
  bar,
  want: `< ${want}`,
  got: rounded(got),
  ok: got < want,
});

/** MARAC_BENCH_SCALE: the share of the full size that is run, from 0.001 to 1. */
export function scale(env: NodeJS.ProcessEnv = process.env): number {
  const value = Number(env['MARAC_BENCH_SCALE'] ?? 1);
  if (!(value >= 0.001 && value <= 1)) throw new Error('MARAC_BENCH_SCALE is a number from 0.001 to 1');
  return value;
}

export const scaled = (size: number): number => Math.max(1, Math.round(size * scale()));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, scale ${scale()}`;
}
