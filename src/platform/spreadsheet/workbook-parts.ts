import { SpreadsheetRefused } from './spreadsheet-refused.js';
import type { XlsxPackage } from './xlsx-package.js';
import { readXml } from './xml-parts.js';

/** Where the parts of a workbook are that its first visible worksheet needs. */
export interface WorkbookParts {
  sheet: string;
  sharedStrings: string | undefined;
  styles: string | undefined;
  /** Dates count from 1 January 1904 (old Macintosh workbooks), not from 1900. */
  date1904: boolean;
}

interface Relationship {
  id: string;
  /** The last step of the relationship's type, such as 'worksheet'. */
  type: string;
  part: string;
}

interface SheetEntry {
  relationship: string;
  visible: boolean;
}

/**
 * Finds the first worksheet that a person can see. A hidden or "very hidden" sheet is never read: one published by
 * mistake held the details of 9,483 staff, and nobody who looked at the workbook had seen it.
 *
 * @throws SpreadsheetRefused `not-a-spreadsheet` (another kind of zip file), `no-visible-sheet`, `macro-workbook`
 */
export async function findWorkbookParts(pack: XlsxPackage): Promise<WorkbookParts> {
  const top = await relationshipsOf(pack, '');
  const workbook = top.find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  if (!workbook.toLowerCase().endsWith('.xml') || !pack.has(workbook))
    throw new SpreadsheetRefused('not-a-spreadsheet');
  await refuseMacros(pack);
  const { sheets, date1904 } = await readWorkbook(pack, workbook);
  const related = await relationshipsOf(pack, workbook);
  const worksheets = sheets
    .filter(({ visible }) => visible)
    .map(({ relationship }) => related.find(({ id }) => id === relationship))
    .filter((relationship) => relationship?.type === 'worksheet');
  const sheet = worksheets[0]?.part;
  if (sheet === undefined) throw new SpreadsheetRefused('no-visible-sheet');
  const partOf = (wanted: string) => related.find(({ type, part }) => type === wanted && pack.has(part))?.part;
  return { sheet, sharedStrings: partOf('sharedStrings'), styles: partOf('styles'), date1904 };
}

async function refuseMacros(pack: XlsxPackage): Promise<void> {
  if (!pack.has('[Content_Types].xml')) return;
  await readXml(pack.chunks('[Content_Types].xml'), {
    // Only of parts that are there: some exporters list the types of all file extensions they know, macros included.
    open: (name, { ContentType = '' }) => {
      if (name === 'Override' && /macroEnabled|vbaProject|macrosheet/i.test(ContentType))
        throw new SpreadsheetRefused('macro-workbook');
    },
  });
}

async function readWorkbook(pack: XlsxPackage, part: string): Promise<{ sheets: SheetEntry[]; date1904: boolean }> {
  const sheets: SheetEntry[] = [];
  let root = '';
  let date1904 = false;
  await readXml(pack.chunks(part), {
    open: (name, attributes) => {
      root ||= name;
      if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const [, relationship = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? [];
      sheets.push({ relationship, visible: (attributes.state ?? 'visible') === 'visible' });
    },
  });
  if (root !== 'workbook') throw new SpreadsheetRefused('not-a-spreadsheet');
  return { sheets, date1904 };
}

/** The relationships of a part ('' for those of the package); external ones are left out. */
async function relationshipsOf(pack: XlsxPackage, part: string): Promise<Relationship[]> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const file = `${folder}_rels/${part.slice(slash)}.rels`;
  const found: Relationship[] = [];
  if (!pack.has(file)) return found;
  await readXml(pack.chunks(file), {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), part: resolvePart(folder, Target) });
    },
  });
  return found;
}

function resolvePart(folder: string, target: string): string {
  const steps: string[] = target.startsWith('/') ? [] : folder.split('/').filter(Boolean);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
