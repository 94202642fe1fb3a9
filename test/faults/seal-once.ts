import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { onSnapshot } from '../../src/audit/log.queries.js';
import { verifyLog } from '../../src/audit/log-verifier.js';
import { ORIGIN_PREFIX } from '../../src/audit/checkpoint.rules.js';
import { verifierKey } from '../../src/audit/signed-note.rules.js';
import { DEEDS, sealingHouse } from './sealed-log.js';

/** Writes a few lines, seals and verifies them and prints all of it: a program, so that it can be run with a bug planted in it. */
const [adminUrl = '', appUrl = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'marac-seals-'));
const house = await sealingHouse(appUrl, [folder]);
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();
try {
  await admin.query(DEEDS, [20, 86_400, 600]);
  await house.sealer.seal();
  const notes = await house.places.notes();
  const own = await onSnapshot(admin, () => verifyLog(admin, house.keys.believed, notes));
  const { rows } = await admin.query(
    `select e.id, extract(epoch from e.at)::text as at, e.actor_kind, e.actor_id, e.agency_id, e.marac_id, e.action, e.subject_kind, e.subject_id,
            e.purpose, e.labels::text as labels, e.outcome, e.code, e.reference
       from audit.events e join audit.leaves l on l.event_id = e.id order by l.position`,
  );
  const key = verifierKey(`${ORIGIN_PREFIX}${own.log}`, house.keys.publicKey);
  process.stdout.write(JSON.stringify({ own, notes: notes.map(({ note }) => note).join(''), key, rows }));
} finally {
  await admin.end();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
}
