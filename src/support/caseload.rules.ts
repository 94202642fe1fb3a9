/** What an IDVA can carry; see support-rules.ts. */
export interface Quotas {
  openCases: number;
  casesAYear: number;
}

export const LOADS = ['ROOM', 'FULL', 'OVER'] as const;
export type Load = (typeof LOADS)[number];

/** How much one IDVA carries beside what the area says: the worse of both counts. */
export function loadOf({ open, inAYear }: { open: number; inAYear: number }, { openCases, casesAYear }: Quotas): Load {
  if (open > openCases || inAYear > casesAYear) return 'OVER';
  return open === openCases || inAYear === casesAYear ? 'FULL' : 'ROOM';
}
