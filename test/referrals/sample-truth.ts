import { readSpreadsheet } from '../../src/platform/spreadsheet/read-spreadsheet.js';
import type { RowReport } from '../../src/referrals/import-report.rules.js';
import { atLeast, atMost, type Bar } from '../bench/bench.js';

export const SAMPLE_FILE = 'test/fixtures/referrals.csv';
const TRUTH_FILE = 'test/fixtures/referrals-truth.csv';

/** What is really so of a row of the sample spreadsheet: who the people are, and of which earlier row it is a repeat. */
interface Truth {
  victim: string;
  perpetrators: string;
  outcome: string;
  prior: string;
  valid: boolean;
}

/** Held against the truth: what an import of the sample spreadsheet into an empty database reported. */
export interface HeldAgainst {
  figures: Record<string, number>;
  bars: Bar[];
}

const FOUND: ReadonlySet<string | null> = new Set(['REPEAT', 'POSSIBLE_REPEAT', 'DUPLICATE']);
const AGAIN: ReadonlySet<string> = new Set(['REPEAT', 'DUPLICATE']);

async function readTruth(): Promise<Map<string, Truth>> {
  const rows = new Map<string, Truth>();
  for await (const { cells } of readSpreadsheet(TRUTH_FILE)) {
    const { ref = '', victim = '', perpetrators = '', outcome = '', prior = '', valid } = cells;
    rows.set(ref, { victim, perpetrators, outcome, prior, valid: valid === 'Y' });
  }
  return rows;
}

/** Counts what is found and what is called wrongly, with the bars that the check and the benchmark share. */
export async function againstTruth(reports: readonly RowReport[]): Promise<HeldAgainst> {
  const truth = await readTruth();
  const of = (row: RowReport) => truth.get(row.ref)!;
  const byRef = new Map(reports.map((row) => [row.ref, row]));
  const good = reports.filter((row) => of(row).valid);
  const again = good.filter((row) => AGAIN.has(of(row).outcome));
  const repeats = good.filter((row) => of(row).outcome === 'REPEAT');
  const neither = good.filter((row) => !AGAIN.has(of(row).outcome));
  const called = reports.filter((row) => row.outcome === 'REPEAT');
  const shares = {
    found: share(again, (row) => FOUND.has(row.outcome)),
    outright: share(repeats, (row) => row.outcome === 'REPEAT'),
    wrong: share(called, (row) => of(row).outcome !== 'REPEAT'),
    bothered: share(neither, (row) => row.outcome === 'POSSIBLE_REPEAT'),
    linked: share(again, (row) => row.victimRef !== null && row.victimRef === byRef.get(of(row).prior)?.victimRef),
  };
  return {
    figures: { rows: reports.length, 'repeats and duplicates': again.length, 'called REPEAT': called.length },
    bars: [
      atLeast('rows reported', truth.size, byRef.size),
      atLeast('repeats and duplicates found', 0.99, shares.found),
      atLeast('repeats called REPEAT outright', 0.85, shares.outright),
      atMost('of those called REPEAT, not one', 0.005, shares.wrong),
      atMost('of the others, called POSSIBLE_REPEAT', 0.02, shares.bothered),
      atLeast("repeats and duplicates with their prior's victim", 0.85, shares.linked),
      atMost('records that hold two people', 0, mixedUp(good, of)),
      atMost('invalid rows imported', 0, reports.filter((row) => !of(row).valid && row.status !== 'refused').length),
      atMost('good rows refused', 0, good.filter((row) => row.status === 'refused').length),
    ],
  };
}

function share(rows: readonly RowReport[], holds: (row: RowReport) => boolean): number {
  return rows.length === 0 ? 0 : rows.filter(holds).length / rows.length;
}

/** Records that stand for more than one person. Of two perpetrators the truth does not say which is which. */
function mixedUp(rows: readonly RowReport[], of: (row: RowReport) => Truth): number {
  const people = new Map<string, Set<string>>();
  const note = (ref: string, person: string) => people.set(ref, (people.get(ref) ?? new Set()).add(person));
  for (const row of rows) {
    const { victim, perpetrators } = of(row);
    if (row.victimRef) note(row.victimRef, victim);
    if (row.perpetratorRefs.length === 1) note(row.perpetratorRefs[0]!, perpetrators);
  }
  return [...people.values()].filter((who) => who.size > 1).length;
}
