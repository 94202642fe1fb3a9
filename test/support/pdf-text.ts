import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as a reader of other people's making finds it. */
export interface ReadPdf {
  /** the text of each page, in the order in which it stands in the file */
  pages: string[];
  /** what the file says of itself */
  description: Record<string, unknown>;
  /** roles of the elements of the whole, in reading order: H1 P P H2 ... */
  roles: string[];
  language: string | null;
}

interface Node {
  role?: string;
  children?: Node[];
}

const rolesOf = (node: Node | null): string[] =>
  node ? [...(node.role ? [node.role] : []), ...(node.children ?? []).flatMap(rolesOf)] : [];

/** Reads the file with pdf.js. Signs that are there for shaping alone are left out. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    useWorkerFetch: false,
    isEvalSupported: false,
  });
  const pdf = await task.promise;
  const pages: string[] = [];
  const roles: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
    pages.push(text.replaceAll('\u200b', '').normalize('NFC'));
    roles.push(...rolesOf((await page.getStructTree()) as Node | null));
  }
  const { info } = await pdf.getMetadata();
  const description = info as Record<string, unknown>;
  await task.destroy();
  return { pages, description, roles, language: (description['Language'] as string | undefined) ?? null };
}

/** Words in a row, however the lines were broken. */
export const flat = (text: string): string => text.replace(/\s+/gu, ' ');
