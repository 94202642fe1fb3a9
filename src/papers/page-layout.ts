import { covers, FACES, faceOf, type Weight } from './faces.js';
import type { Block } from './paper-document.js';
import { type Run, runsOf, showable } from './script-runs.rules.js';

/** Points. A4, with room for what stands on every page. */
export const PAGE = { width: 595.28, height: 841.89, side: 54, top: 92, bottom: 78 } as const;
const LINE_WIDTH = PAGE.width - 2 * PAGE.side;

export type Tag = 'H1' | 'H2' | 'H3' | 'P' | 'LI';

/** A run in its place on a line. */
export interface Placed extends Run {
  weight: Weight;
  x: number;
}

export interface Line {
  /** the block it is of */
  block: number;
  tag: Tag;
  size: number;
  y: number;
  runs: Placed[];
}

export type Page = Line[];

interface Style {
  tag: Tag;
  size: number;
  indent: number;
  before: number;
}

const STYLES: Record<'text' | 'fact' | 'item' | 1 | 2 | 3, Style> = {
  1: { tag: 'H1', size: 18, indent: 0, before: 0 },
  2: { tag: 'H2', size: 14, indent: 0, before: 16 },
  3: { tag: 'H3', size: 11, indent: 0, before: 9 },
  text: { tag: 'P', size: 10, indent: 0, before: 4 },
  fact: { tag: 'P', size: 10, indent: 0, before: 2 },
  item: { tag: 'LI', size: 10, indent: 14, before: 2 },
};
const LEADING = 1.4;
/** A heading is not left alone at the foot of a page. */
const KEEP_WITH = 60;
const BULLET = '•';

interface Word {
  text: string;
  weight: Weight;
  width: number;
}

/** Puts blocks on pages, line by line. Widths of words are looked up once for a document. */
export function layOut(blocks: readonly Block[]): Page[] {
  const measure = measuring();
  const pages: Page[] = [[]];
  let y: number = PAGE.top;
  const foot = PAGE.height - PAGE.bottom;
  const turn = () => {
    if (pages.at(-1)!.length > 0) pages.push([]);
    y = PAGE.top;
  };
  blocks.forEach((block, index) => {
    const style = STYLES[block.kind === 'heading' ? block.level : block.kind];
    const height = style.size * LEADING;
    if (block.kind === 'heading' && (block.newPage || y + KEEP_WITH > foot)) turn();
    if (y > PAGE.top) y += style.before;
    linesOf(wordsOf(block, style.size, measure), LINE_WIDTH - style.indent, style.size, measure).forEach((words, n) => {
      if (y + height > foot) turn();
      const runs = placed(words, PAGE.side + style.indent, style.size);
      const bullet = block.kind === 'item' && n === 0 ? placed([plain(BULLET)], PAGE.side, style.size) : [];
      pages.at(-1)!.push({ block: index, tag: style.tag, size: style.size, y, runs: [...bullet, ...runs] });
      y += height;
    });
  });
  return pages;
}

const plain = (text: string): Word => ({ text, weight: 'plain', width: 0 });

type Measure = (text: string, weight: Weight, size: number) => number;

function measuring(): Measure {
  const known = new Map<string, number>();
  return (text, weight, size) => {
    const key = `${weight} ${text}`;
    let width = known.get(key);
    if (width === undefined) known.set(key, (width = widthOf(text, weight)));
    return (width * size) / 1000;
  };
}

/** Width in thousandths of the size. */
function widthOf(text: string, weight: Weight): number {
  return runsOf(text, FACES, covers).reduce((sum, run) => sum + faceOf(run.face, weight).width(run.text), 0);
}

function wordsOf(block: Block, size: number, measure: Measure): Word[] {
  const words = (text: string, weight: Weight): Word[] =>
    showable(text)
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ text: word, weight, width: measure(word, weight, size) }));
  if (block.kind === 'fact') return [...words(`${block.name}:`, 'strong'), ...words(block.value, 'plain')];
  const strong = block.kind === 'heading' || (block.kind === 'text' && block.strong);
  return words(block.text, strong ? 'strong' : 'plain');
}

/** Fills lines from the left; a word that is wider than a line is broken. */
function linesOf(words: readonly Word[], width: number, size: number, measure: Measure): Word[][] {
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of words.flatMap((one) => fitting(one, width, size, measure))) {
    const space = line.length > 0 ? measure(' ', word.weight, size) : 0;
    if (line.length > 0 && used + space + word.width > width) {
      lines.push(line);
      [line, used] = [[], 0];
    }
    used += (line.length > 0 ? space : 0) + word.width;
    line.push(word);
  }
  return line.length > 0 ? [...lines, line] : lines;
}

function fitting(word: Word, width: number, size: number, measure: Measure): Word[] {
  if (word.width <= width) return [word];
  const parts: Word[] = [];
  const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word.text)].map((s) => s.segment);
  let text = '';
  for (const sign of signs) {
    if (text !== '' && measure(text + sign, word.weight, size) > width) {
      parts.push({ ...word, text, width: measure(text, word.weight, size) });
      text = '';
    }
    text += sign;
  }
  return [...parts, { ...word, text, width: measure(text, word.weight, size) }];
}

/** Words of a line as runs, one after the other. Those of one weight are split together: words from the right keep their order. */
function placed(words: readonly Word[], from: number, size: number): Placed[] {
  const stretches: { text: string; weight: Weight }[] = [];
  for (const { text, weight } of words) {
    const last = stretches.at(-1);
    if (last?.weight === weight) last.text += ` ${text}`;
    else {
      if (last) last.text += ' ';
      stretches.push({ text, weight });
    }
  }
  let x = from;
  return stretches.flatMap(({ text, weight }) =>
    runsOf(text, FACES, covers).map((run) => {
      const at = x;
      x += (faceOf(run.face, weight).width(run.text) * size) / 1000;
      return { ...run, weight, x: at };
    }),
  );
}

/** One line on its own, for what stands on every page; from the right when `to` is given. */
export function oneLine(text: string, size: number, weight: Weight, y: number, to: 'left' | 'right'): Line {
  const whole = showable(text);
  const width = (widthOf(whole, weight) * size) / 1000;
  const from = to === 'left' ? PAGE.side : PAGE.width - PAGE.side - width;
  return { block: -1, tag: 'P', size, y, runs: placed([{ text: whole, weight, width }], from, size) };
}
