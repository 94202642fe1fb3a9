import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { evaluate } from './matching/evaluation.rules.js';
import { readColumnMap, readLabelled, Unusable } from './matching/labelled-file.js';

const note = (line: string) => void process.stderr.write(`${line}\n`);

interface Options {
  map: string;
  truth: string;
  link?: string;
  report?: string;
}

/** How well people are recognised, on a file in which it is known who is whom. */
export function addMatchingCommands(program: Command): void {
  program
    .command('evaluate-matching')
    .description('find who is whom in a labelled CSV file, and say how far that is true; needs no database')
    .argument('<file>', 'the file')
    .requiredOption(
      '--map <file>',
      'JSON: our fields (givenNames, familyName, fullName, birthDate, sex, address, …) to columns',
    )
    .requiredOption('--truth <column>', 'the column with the id of the person, used for judging alone')
    .option('--link <file>', 'a second file of the same columns; only pairs across both count')
    .option('--report <file>', 'write the outcome and its curve over thresholds, as JSON')
    .action((file: string, options: Options) => {
      try {
        run(file, options);
      } catch (error) {
        if (error instanceof Unusable || (error as NodeJS.ErrnoException).code || error instanceof SyntaxError)
          return program.error(`error: ${(error as Error).message}`);
        throw error;
      }
    });
}

function run(file: string, { map, truth, link, report }: Options): void {
  const begun = performance.now();
  const columns = readColumnMap(map);
  const records = [
    ...readLabelled(file, columns, truth),
    ...(link === undefined ? [] : readLabelled(link, columns, truth, true)),
  ];
  note(`${records.length} rows`);
  const { curve, ...found } = evaluate(records, link !== undefined, note);
  const seconds = Math.round(performance.now() - begun) / 1000;
  const result = { ...found, seconds, curve };
  if (report) writeFileSync(report, `${JSON.stringify(result, null, 2)}\n`);
  for (const at of curve) note(accuracyLine(`threshold ${String(at.threshold).padStart(3)}`, at));
  note(accuracyLine('PROBABLE', found));
  process.stdout.write(`${JSON.stringify({ ...found, seconds })}\n`);
}

function accuracyLine(
  name: string,
  { precision, recall, f1, pairsFound }: { precision: number; recall: number; f1: number; pairsFound: number },
): string {
  const [p, r, f] = [precision, recall, f1].map((value) => value.toFixed(4));
  return `${name.padEnd(15)} precision ${p}  recall ${r}  F1 ${f}  pairs ${pairsFound}`;
}
