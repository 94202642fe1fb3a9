import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Bench, type BenchReport, machine } from './bench.js';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

async function measure(name: string, bench: Bench): Promise<BenchReport> {
  say(`\n== ${name}: ${bench.about}`);
  const begun = performance.now();
  const measured = await bench.run(say);
  const report = { name, machine: machine(), ...measured };
  say(`   ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  return report;
}

function show({ figures, baselines, bars }: BenchReport): void {
  for (const [figure, value] of Object.entries(figures)) print(`   ${figure.padEnd(48)} ${value}`);
  for (const [figure, value] of Object.entries(baselines)) print(`   ${`baseline: ${figure}`.padEnd(48)} ${value}`);
  for (const { bar, want, got, ok } of bars) print(`   ${ok ? 'ok    ' : 'MISSED'} ${bar.padEnd(41)} ${got} (${want})`);
}

/** The command line of benches and faults: one by name or all, figures as text and with `--json` as a file. Exit code 1 when a bar is missed. */
export async function runBenches(
  kind: 'bench' | 'fault',
  about: string,
  benches: Record<string, Bench>,
): Promise<void> {
  const run = async (name: string | undefined, { json }: { json?: string }): Promise<void> => {
    const reports: BenchReport[] = [];
    for (const each of name ? [name] : Object.keys(benches)) {
      const bench = benches[each];
      if (!bench) throw new Error(`no ${kind} is called ${each}: there are ${Object.keys(benches).join(', ')}`);
      const report = await measure(each, bench);
      show(report);
      reports.push(report);
    }
    if (json) writeFileSync(json, `${JSON.stringify(name ? reports[0] : reports, null, 2)}\n`);
    if (reports.some((report) => report.bars.some((bar) => !bar.ok))) process.exitCode = 1;
  };
  await new Command(kind === 'bench' ? 'bench' : 'faults')
    .description(about)
    .argument('[name]', `one of ${Object.keys(benches).join(', ')}; all when absent`)
    .option('--json <file>', 'write the report, as JSON')
    .action(run)
    .parseAsync()
    .catch((error: unknown) => {
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
      process.exitCode = 1;
    });
}
