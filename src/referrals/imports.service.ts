import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { MaracsReader } from '../maracs/maracs.reader.js';
import { Actor } from '../platform/db/actor.js';
import { KeyRing } from '../platform/crypto/key-ring.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import type { Page } from '../platform/http/paging.js';
import { Jobs } from '../platform/queue/jobs.js';
import { ImportService } from './import.service.js';
import { countRows, type RowReport } from './import-report.rules.js';
import type { ImportRowsQuery, ImportView, NewImport } from './imports.dto.js';
import { RUN_IMPORT } from './imports.jobs.js';
import { countsSeen, importRows, insertImportRows } from './imports.queries.js';
import { ReferralImport } from './referral.entity.js';
import { SpreadsheetRefused } from '../platform/spreadsheet/spreadsheet-refused.js';

/** What a file handed in is sealed for: it holds what becomes protected, and waits for its turn. */
export const sealedFor = (importId: string) => `referrals.imports/${importId}/content`;

const RUNNING = Actor.system(RUN_IMPORT.name);

/** Spreadsheets handed in through the API: kept until a worker has done their rows, then forgotten; the report stays. */
@Injectable()
export class ImportsService {
  private readonly imports = new Store(ReferralImport);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: Audit,
    private readonly maracs: MaracsReader,
    private readonly jobs: Jobs,
    private readonly importer: ImportService,
    private readonly ring: KeyRing,
  ) {}

  /** Takes a spreadsheet in. */
  async start(form: NewImport, content: Buffer): Promise<ImportView> {
    const { actor } = tx();
    const marac = await this.maracs.byCode(form.marac);
    if (!marac || !actor.may('referrals:import', marac.id))
      throw Problem.at('marac', 'unknown', 'There is no such MARAC among yours.');
    const id = newId();
    const one: ReferralImport = {
      ...{
        id,
        maracId: marac.id,
        state: 'WAITING',
        dryRun: form.dryRun ?? false,
        content: this.ring.sealBytes(content, sealedFor(id)),
        createdBy: actor.id,
      },
      ...{ rowsDone: 0, imported: 0, unchanged: 0, refused: 0, refusal: null, finishedAt: null, version: 1 },
    };
    this.imports.insert(one);
    this.audit.record({ action: 'import.started', subject: { kind: 'import', id: one.id }, maracId: marac.id });
    this.jobs.add(RUN_IMPORT, { importId: one.id }, { jobId: `import.${one.id}` });
    return view(one);
  }

  async byId(importId: string): Promise<ImportView> {
    const one = await this.visible(importId);
    return { ...view(one), ...(await countsSeen(importId)) };
  }

  /** What became of each row, in order. */
  async rows(importId: string, query: ImportRowsQuery): Promise<Page<RowReport>> {
    const { maracId } = await this.visible(importId);
    const limit = query.limit ?? 50;
    const after = Number(query.after ?? 0);
    if (!Number.isSafeInteger(after) || after < 0)
      throw Problem.at('after', 'not-a-row', 'This is the number of a row.');
    const items = await importRows(importId, query.status ?? null, after, limit);
    this.audit.record({
      action: 'import.read',
      subject: { kind: 'import', id: importId },
      maracId,
      labels: ['IDENTITY'],
    });
    return { items, next: items.length < limit ? null : String(items.at(-1)?.row) };
  }

  /** @internal does what is left of an import; several may try at once. */
  async carryOn(importId: string): Promise<void> {
    const one = await this.uow.run(RUNNING, () => this.imports.byId(importId));
    if (!one?.content || one.state === 'DONE' || one.state === 'REFUSED') return;
    const { content } = one;
    const file = this.ring.isSealed(content) ? this.ring.unsealBytes(content, sealedFor(importId)) : content;
    const marac = await this.uow.run(RUNNING, () => this.maracs.byId(one.maracId));
    const actor = one.createdBy ? Actor.operator(`import-for-${one.createdBy}`) : RUNNING;
    const { dryRun } = one;
    let expected = one.rowsDone;
    const keep = async (reports: RowReport[]) => {
      if (!dryRun) expected = await this.advance(importId, expected, reports);
    };
    try {
      const { rows } = await this.importer.run(actor, marac!.code, file, { dryRun, keep, after: one.rowsDone });
      await this.uow.run(RUNNING, async () => {
        if (dryRun) await this.advance(importId, 0, rows);
        await this.finish(importId, { state: 'DONE' });
      });
    } catch (error) {
      if (error instanceof Overtaken) return;
      const refusal =
        error instanceof SpreadsheetRefused
          ? error.code
          : error instanceof Problem
            ? (error.errors[0]?.code ?? error.code)
            : null;
      if (!refusal) throw error;
      await this.uow.run(RUNNING, () => this.finish(importId, { state: 'REFUSED', refusal }));
    }
  }

  /** Keeps the reports of a batch. Only who knows how far the import has come may go on with it. */
  private async advance(importId: string, expected: number, reports: RowReport[]): Promise<number> {
    const one = await this.imports.lockById(importId);
    if (!one || one.rowsDone !== expected || one.state === 'DONE') throw new Overtaken();
    insertImportRows(importId, one.maracId, reports);
    const counts = countRows(reports);
    const rowsDone = reports.at(-1)?.row ?? expected;
    await this.imports.update({
      ...one,
      state: 'RUNNING',
      rowsDone,
      imported: one.imported + counts.imported,
      unchanged: one.unchanged + counts.unchanged,
      refused: one.refused + counts.refused,
    });
    return rowsDone;
  }

  private async finish(importId: string, end: { state: 'DONE' | 'REFUSED'; refusal?: string }): Promise<void> {
    const one = await this.imports.lockById(importId);
    if (!one) return;
    await this.imports.update({ ...one, ...end, content: null, finishedAt: new Date() });
    this.audit.record({
      action: 'import.finished',
      subject: { kind: 'import', id: importId },
      maracId: one.maracId,
      code: end.refusal ?? end.state,
    });
  }

  private async visible(importId: string): Promise<ReferralImport> {
    const one = await this.imports.byId(importId);
    if (!one || !tx().actor.may('referrals:import', one.maracId)) throw Problem.notFound();
    return one;
  }
}

/** Another worker is ahead. */
class Overtaken extends Error {
  readonly code = 'XX-OVERTAKEN';
}

function view({ id, state, dryRun, rowsDone, imported, unchanged, refused, refusal }: ReferralImport): ImportView {
  return { id, state, dryRun, rowsDone, imported, unchanged, refused, refusal };
}
