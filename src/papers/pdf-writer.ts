import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { faceName, faceOf } from './faces.js';
import { layOut, type Line, oneLine, type Page, PAGE, type Placed } from './page-layout.js';
import type { PaperDocument, RenderedPaper } from './paper-document.js';

type Pdf = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/**
 * Writes a paper as a tagged PDF: headings, paragraphs and lists in reading order, the language, a title, and text that can be
 * selected. What stands on every page is marked as that, so that it does not interrupt who listens. Nothing in the file's own
 * description names anybody.
 */
export async function writePdf(paper: PaperDocument): Promise<RenderedPaper> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: paper.title, Creator: 'MARAC', Producer: 'MARAC' },
  });
  const parts: Buffer[] = [];
  const written = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  pdf.on('data', (part: Buffer) => parts.push(part));
  const pages = layOut(paper.blocks);
  writePages(pdf, paper, pages);
  pdf.end();
  await written;
  const bytes = Buffer.concat(parts);
  return { bytes, pages: pages.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function writePages(pdf: Pdf, paper: PaperDocument, pages: readonly Page[]): void {
  const tree = new Tree(pdf);
  pages.forEach((page, index) => {
    pdf.addPage();
    onEveryPage(pdf, paper, index + 1, pages.length);
    for (const lines of byBlock(page)) tree.write(lines);
  });
  tree.end();
}

function byBlock(page: Page): Line[][] {
  const blocks = new Map<number, Line[]>();
  for (const line of page) blocks.set(line.block, [...(blocks.get(line.block) ?? []), line]);
  return [...blocks.values()];
}

/** Elements of the document; a block that goes over pages is one element, and items that follow each other are one list. */
class Tree {
  private readonly root: Element;
  private list?: Element;
  private body?: Element;
  private last = -1;

  constructor(private readonly pdf: Pdf) {
    this.root = pdf.struct('Document');
    pdf.addStructure(this.root);
  }

  /** Lines of one block that stand on one page. */
  write(lines: readonly Line[]): void {
    const { block, tag } = lines[0]!;
    if (block !== this.last) this.open(tag);
    this.last = block;
    const content = this.pdf.markStructureContent(tag === 'LI' ? 'LBody' : tag);
    for (const line of lines) writeLine(this.pdf, line);
    this.pdf.endMarkedContent();
    this.body!.add(content);
  }

  end(): void {
    this.root.end();
  }

  private open(tag: Line['tag']): void {
    if (tag === 'LI') {
      if (!this.list) this.root.add((this.list = this.pdf.struct('L')));
      const item = this.pdf.struct('LI');
      this.list.add(item);
      item.add((this.body = this.pdf.struct('LBody')));
      return;
    }
    this.list = undefined;
    this.root.add((this.body = this.pdf.struct(tag)));
  }
}

const EDGE = { top: 34, second: 50, rule: 70, foot: 58, last: 42 } as const;

function onEveryPage(pdf: Pdf, paper: PaperDocument, page: number, of: number): void {
  const { marking, copyNumber, reader, renderedAt } = paper;
  const foot = PAGE.height - EDGE.foot;
  const last = PAGE.height - EDGE.last;
  pdf.markContent('Artifact', { type: 'Pagination', attached: ['Top'] });
  writeLine(pdf, oneLine(marking, 11, 'strong', EDGE.top, 'left'));
  writeLine(pdf, oneLine(`Copy ${copyNumber}`, 11, 'strong', EDGE.top, 'right'));
  writeLine(pdf, oneLine(`For ${reader}`, 9, 'plain', EDGE.second, 'left'));
  pdf
    .moveTo(PAGE.side, EDGE.rule)
    .lineTo(PAGE.width - PAGE.side, EDGE.rule)
    .lineWidth(0.5)
    .stroke('#555555');
  pdf.endMarkedContent();
  pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
  writeLine(pdf, oneLine(`Rendered ${renderedAt}`, 9, 'plain', foot, 'left'));
  writeLine(pdf, oneLine(`Page ${page} of ${of}`, 9, 'plain', foot, 'right'));
  writeLine(pdf, oneLine(marking, 9, 'strong', last, 'left'));
  pdf.endMarkedContent();
}

function writeLine(pdf: Pdf, line: Line): void {
  for (const run of line.runs) writeRun(pdf, run, line);
}

function writeRun(pdf: Pdf, { face, weight, text, x }: Placed, { size, y }: Line): void {
  const name = faceName(face, weight);
  // pdfkit takes fonts that are open already; its types know of files and bytes alone
  if (!fontsOf(pdf).has(name)) pdf.registerFont(name, faceOf(face, weight).font as unknown as ArrayBuffer);
  fontsOf(pdf).add(name);
  const apart = DRAWN_APART.test(text);
  if (apart) pdf.markContent('Span', { actual: text });
  // with features given, pdfkit hands the whole run to the shaper, and not word by word
  pdf
    .font(name)
    .fontSize(size)
    .fillColor('black')
    .text(text, x, y + size, { lineBreak: false, features: [], baseline: 'alphabetic' });
  if (apart) pdf.endMarkedContent();
}

/** Scripts whose signs do not stand in the order of their letters: who copies or listens gets the text itself beside them. */
const DRAWN_APART = /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u;

const registered = new WeakMap<Pdf, Set<string>>();

function fontsOf(pdf: Pdf): Set<string> {
  const known = registered.get(pdf) ?? new Set<string>();
  registered.set(pdf, known);
  return known;
}
