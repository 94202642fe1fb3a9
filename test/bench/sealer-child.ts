import { setTimeout as sleep } from 'node:timers/promises';
import { sealingHouse } from '../faults/sealed-log.js';

/** The product's sealer in a process of its own, at the pace of its schedule: SEAL_URL, SEAL_FOLDER, SEAL_KEY. Says so on standard output. */
const { SEAL_URL: url = '', SEAL_FOLDER: folder = '', SEAL_KEY: key = '' } = process.env;
const EVERY_MS = 5_000;

const house = await sealingHouse(url, [`${folder}/a`, `${folder}/b`], key);
let stopping = false;
process.on('SIGTERM', () => (stopping = true));
for (let round = 0; !stopping; round++) {
  const sealed = await house.sealer.seal();
  process.stdout.write(`round ${round}: ${sealed}\n`);
  for (let waited = 0; waited < EVERY_MS && !stopping; waited += 50) await sleep(50);
}
await house.close();
