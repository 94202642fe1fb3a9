import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { Blob, Buffer as Shaping, Face, Font as Shaper, shape } from 'harfbuzzjs';

/** A face as pdfkit embeds it: fontkit knows its signs, HarfBuzz puts them in place. */
export interface ShapedFont {
  font: Font;
  /** width of a text, in thousandths of its size */
  width(text: string): number;
}

const require = createRequire(import.meta.url);

/** Noto Sans, by script; the first is the usual one (Latin, Cyrillic, Greek, Devanagari). Signs are looked for in this order. */
const SCRIPTS = [
  ['noto-sans', 'NotoSans'],
  ['noto-sans-arabic', 'NotoSansArabic'],
  ['noto-sans-bengali', 'NotoSansBengali'],
  ['noto-sans-gurmukhi', 'NotoSansGurmukhi'],
  ['noto-sans-gujarati', 'NotoSansGujarati'],
  ['noto-sans-tamil', 'NotoSansTamil'],
] as const;

export const FACES = SCRIPTS.length;

const WEIGHTS = { plain: '400Regular', strong: '700Bold' } as const;
export type Weight = keyof typeof WEIGHTS;

const opened: Record<Weight, ShapedFont[]> = { plain: [], strong: [] };

/** A face in a weight, read from its package at first use and kept. */
export function faceOf(face: number, weight: Weight): ShapedFont {
  const known = opened[weight][face];
  if (known) return known;
  const [folder, file] = SCRIPTS[face]!;
  const style = WEIGHTS[weight];
  const font = shaped(readFileSync(require.resolve(`@expo-google-fonts/${folder}/${style}/${file}_${style}.ttf`)));
  opened[weight][face] = font;
  return font;
}

export const faceName = (face: number, weight: Weight): string => `${SCRIPTS[face]![1]}-${weight}`;

const covered = new Map<number, boolean[]>();

/** Whether the face has a sign for the code point. Looked up once for each: this is asked for every letter of every line. */
export function covers(face: number, codePoint: number): boolean {
  let by = covered.get(codePoint);
  if (!by) covered.set(codePoint, (by = []));
  return (by[face] ??= faceOf(face, 'plain').font.hasGlyphForCodePoint(codePoint));
}

/** Nothing to be seen, for signs that share a letter with the sign before them. */
const NOTHING = [0x200b];

/**
 * fontkit's own shaping fails on some marks (an anchor that a font leaves empty) and knows fewer scripts than HarfBuzz, which
 * browsers use. So the signs and their places come from HarfBuzz; fontkit keeps what it is for, embedding the signs that are used.
 */
function shaped(bytes: Uint8Array): ShapedFont {
  const font = create(Buffer.from(bytes)) as Font;
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const shaper = new Shaper(new Face(new Blob(whole)));
  const line = new Shaping();
  let last = { text: '', signs: line.getGlyphInfos(), places: line.getGlyphPositions() };
  const put = (text: string) => {
    if (text === last.text) return last; // pdfkit asks for the width of what it is about to write
    line.reset();
    line.addText(text);
    line.guessSegmentProperties();
    shape(shaper, line);
    return (last = { text, signs: line.getGlyphInfos(), places: line.getGlyphPositions() });
  };
  const signOf = signsOf(font);
  const layout = (text: string) => {
    const { signs, places } = put(text);
    const letters = lettersOf(text, signs, signOf);
    const glyphs = signs.map(({ codepoint }, i) => {
      const { id, advanceWidth } = signOf(codepoint);
      return { id, advanceWidth, codePoints: letters[i]! };
    });
    // pdfkit scales the places that it is given where they are: each time they are new ones
    const positions = places.map(({ xAdvance, yAdvance, xOffset, yOffset }) => ({ xAdvance, yAdvance, xOffset, yOffset })); // prettier-ignore
    return { glyphs, positions, advanceWidth: places.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
  };
  const width = (text: string) =>
    (put(text).places.reduce((sum, { xAdvance }) => sum + xAdvance, 0) * 1000) / font.unitsPerEm;
  return { font: Object.create(font, { layout: { value: layout } }) as Font, width };
}

/** What is known of a sign, looked up once: its width, and the letters that it stands for wherever it stands. */
function signsOf(font: Font) {
  const known = new Map<number, Sign>();
  return (id: number): Sign => {
    let sign = known.get(id);
    if (!sign) {
      const [own] = font.stringsForGlyph(id);
      const { advanceWidth } = font.getGlyph(id);
      known.set(id, (sign = { id, advanceWidth, own: own ? codePointsOf(own.normalize('NFKC')) : null }));
    }
    return sign;
  };
}

type Placed = readonly { cluster: number; codepoint: number }[];

/**
 * The letters that each sign stands for when the text is copied: its own where it stands for some of the text alone. Where several
 * stand for them together, what each means by itself, or all at the first of them.
 */
function lettersOf(text: string, signs: Placed, signOf: (id: number) => Sign): number[][] {
  if (signs.length === text.length && signs.every(({ cluster }, i) => cluster === i))
    return signs.map((_, i) => [text.charCodeAt(i)]);
  const starts = [...new Set(signs.map(({ cluster }) => cluster))].sort((a, b) => a - b);
  const ends = new Map(starts.map((start, i) => [start, starts[i + 1] ?? text.length]));
  const sharing = new Map<number, number>();
  for (const { cluster } of signs) sharing.set(cluster, (sharing.get(cluster) ?? 0) + 1);
  const told = new Set<number>();
  return signs.map(({ cluster, codepoint }) => {
    const { own } = signOf(codepoint);
    if (sharing.get(cluster)! > 1 && own) return own;
    if (told.has(cluster)) return NOTHING;
    told.add(cluster);
    return codePointsOf(text.slice(cluster, ends.get(cluster)));
  });
}

interface Sign {
  id: number;
  advanceWidth: number;
  /** what it means by itself, as letters and not as one of their forms; null: nothing */
  own: number[] | null;
}

const codePointsOf = (text: string): number[] => [...text].map((char) => char.codePointAt(0)!);
