import { access } from './access.bench.js';
import { alerts } from './alerts.bench.js';
import { audit } from './audit.bench.js';
import { calendar } from './calendar.bench.js';
import { caseList } from './case-list.bench.js';
import { caseListLoad } from './case-list-load.bench.js';
import { importRows } from './import.bench.js';
import { matching } from './matching.bench.js';
import { mutation } from './mutation.bench.js';
import { pack } from './pack.bench.js';
import { repeatCheck } from './repeat-check.bench.js';
import { signIn } from './sign-in.bench.js';
import { start } from './start.bench.js';
import { runBenches } from './run-benches.js';

const ABOUT = `Benchmarks, each beside its baseline in the same run. MARAC_BENCH_SCALE runs a share of the size, MARAC_BENCH_DIR keeps big data.`;

await runBenches('bench', ABOUT, {
  start,
  import: importRows,
  'case-list': caseList,
  'repeat-check': repeatCheck,
  matching,
  'sign-in': signIn,
  audit,
  access,
  mutation,
  calendar,
  pack,
  'case-list-load': caseListLoad,
  alerts,
});
