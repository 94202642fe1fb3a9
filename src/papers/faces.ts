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

const opened = new Map<string, ShapedFont>();

/** A face in a weight, read from its package at first use and kept. */
export function faceOf(face: number, weight: Weight): ShapedFont {
  const name = faceName(face, weight);
  const known = opened.get(name);
  if (known) return known;
  const [folder, file] = SCRIPTS[face]!;
  const style = WEIGHTS[weight];
  const font = shaped(readFileSync(require.resolve(`@expo-google-fonts/${folder}/${style}/${file}_${style}.ttf`)));
  opened.set(name, font);
  return font;
}

export const faceName = (face: number, weight: Weight): string => `${SCRIPTS[face]![1]}-${weight}`;

/** Whether the face has a sign for the code point. */
export const covers = (face: number, codePoint: number): boolean =>
  faceOf(face, 'plain').font.hasGlyphForCodePoint(codePoint);

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
  const put = (text: string) => {
    line.reset();
    line.addText(text);
    line.guessSegmentProperties();
    shape(shaper, line);
    return { signs: line.getGlyphInfos(), places: line.getGlyphPositions() };
  };
  const layout = (text: string) => {
    const { signs, places } = put(text);
    const letters = lettersOf(text, signs);
    const glyphs = signs.map(({ codepoint: id }, i) => {
      const own = font.stringsForGlyph(id)[0];
      const codePoints = own ? codePointsOf(own) : letters[i]!;
      return { id, advanceWidth: font.getGlyph(id).advanceWidth, codePoints };
    });
    const positions = places.map(({ xAdvance, yAdvance, xOffset, yOffset }) => ({
      xAdvance,
      yAdvance,
      xOffset,
      yOffset,
    }));
    return { glyphs, positions, advanceWidth: places.reduce((sum, { xAdvance }) => sum + xAdvance, 0) };
  };
  const width = (text: string) =>
    (put(text).places.reduce((sum, { xAdvance }) => sum + xAdvance, 0) * 1000) / font.unitsPerEm;
  return { font: Object.create(font, { layout: { value: layout } }) as Font, width };
}

/** The letters that each sign stands for when the text is copied: those of its cluster at the cluster's first sign. */
function lettersOf(text: string, signs: readonly { cluster: number }[]): number[][] {
  const starts = [...new Set(signs.map(({ cluster }) => cluster))].sort((a, b) => a - b);
  const ends = new Map(starts.map((start, i) => [start, starts[i + 1] ?? text.length]));
  const told = new Set<number>();
  return signs.map(({ cluster }) => {
    if (told.has(cluster)) return NOTHING;
    told.add(cluster);
    return codePointsOf(text.slice(cluster, ends.get(cluster)));
  });
}

const codePointsOf = (text: string): number[] => [...text].map((char) => char.codePointAt(0)!);
