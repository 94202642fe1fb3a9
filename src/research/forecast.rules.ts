/** How an agency did before, when it was as far behind as now: of so many requests that were open then, so many were answered in time. */
export interface PastRecord {
  open: number;
  answered: number;
}

const percent = (share: number) => Math.round(share * 100);

/**
 * How likely an agency answers by the meeting: the rule of succession, (answered + 1) / (open + 2). Without a record it is an even
 * chance, and never none or certain, so that one good or bad week does not decide.
 */
export function chance({ open, answered }: PastRecord): number {
  return (answered + 1) / (open + 2);
}

/** The sum in words. */
export function inWords({ open, answered }: PastRecord, daysLeft: number): string {
  const sum = `(${answered} + 1) / (${open} + 2) = ${percent(chance({ open, answered }))} %`;
  if (open === 0) return `No record of its own yet: ${sum}.`;
  const when = daysLeft === 1 ? '1 day' : `${daysLeft} days`;
  return `Of ${open} that it still owed ${when} before the meeting, it answered ${answered} in time: ${sum}.`;
}

/** How likely everything about a case is there: all of them, each for itself. Agencies are taken to answer independently. */
export function whole(chances: readonly number[]): { percent: number; inWords: string } {
  const all = chances.reduce((product, one) => product * one, 1);
  if (chances.length === 0) return { percent: 100, inWords: 'Everybody has answered.' };
  const factors = chances.map((one) => one.toFixed(2)).join(' × ');
  return { percent: percent(all), inWords: `${factors} = ${percent(all)} %` };
}
