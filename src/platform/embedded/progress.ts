/** Told one line about each longer step once it is done. */
export type Progress = (line: string) => void;

/** Standard output belongs to the reports of commands. */
export const toStandardError: Progress = (line) => void process.stderr.write(`${line}\n`);

/** Seconds since `start` (of performance.now()), for people: "1.1 s". */
export function since(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
