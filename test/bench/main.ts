import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Bench, type BenchReport, machine } from './bench.js';
import { access } from './access.bench.js';
import { caseList } from './case-list.bench.js';
import { importRows } from './import.bench.js';
import { mutation } from './mutation.bench.js';
import { start } from './start.bench.js';

const BENCHES: Record<string, Bench> = { start, import: importRows, 'case-list': caseList, access, mutation };

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function measure(name: string, bench: Bench): Promise<BenchReport> {
  say(`\n== ${name}: ${bench.about}`);
  const begun = performance.now();
  const measured = await bench.run(say);
  const report = { name, machine: machine(), ...measured };
  say(`   ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  return report;
}

function show({ figures, baselines, bars }: BenchReport): void {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  for (const [figure, value] of Object.entries(figures)) print(`   ${figure.padEnd(48)} ${value}`);
  for (const [figure, value] of Object.entries(baselines)) print(`   ${`baseline: ${figure}`.padEnd(48)} ${value}`);
  for (const { bar, want, got, ok } of bars) print(`   ${ok ? 'ok    ' : 'MISSED'} ${bar.padEnd(41)} ${got} (${want})`);
}

async function run(name: string | undefined, { json }: { json?: string }): Promise<void> {
  const names = name ? [name] : Object.keys(BENCHES);
  const reports: BenchReport[] = [];
  for (const each of names) {
    const bench = BENCHES[each];
    if (!bench) throw new Error(`no bench is called ${each}: there are ${Object.keys(BENCHES).join(', ')}`);
    const report = await measure(each, bench);
    show(report);
    reports.push(report);
  }
  if (json) writeFileSync(json, `${JSON.stringify(name ? reports[0] : reports, null, 2)}\n`);
  if (reports.some((report) => report.bars.some((bar) => !bar.ok))) process.exitCode = 1;
}

await new Command('bench')
  .description(
    `Benchmarks, each beside its baseline in the same run. MARAC_BENCH_SCALE runs a share of the size, MARAC_BENCH_DIR keeps big data.`,
  )
  .argument('[name]', `one of ${Object.keys(BENCHES).join(', ')}; all when absent`)
  .option('--json <file>', 'write the report, as JSON')
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  });
