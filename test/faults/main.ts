import { runBenches } from '../bench/run-benches.js';
import { races } from './races.fault.js';
import { alertsKills } from './alerts-kills.fault.js';
import { clocks } from './clocks.fault.js';
import { durability } from './durability.fault.js';
import { partition } from './partition.fault.js';
import { readAudit } from './read-audit.fault.js';
import { restore } from './restore.fault.js';
import { tamper } from './tamper.fault.js';

const ABOUT = `Fault injection: what must hold while things break, beside what does not. MARAC_BENCH_SCALE runs a share of the size.`;

await runBenches('fault', ABOUT, {
  'read-audit': readAudit,
  tamper,
  'alerts-kills': alertsKills,
  clocks,
  partition,
  durability,
  restore,
  races,
});
