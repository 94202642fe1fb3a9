import anyAscii from 'any-ascii';

/** A stretch of text that one face shows. */
export interface Run {
  /** place among the faces */
  face: number;
  text: string;
  /** written from right to left */
  rightToLeft: boolean;
}

/** Whether the face at this place has a sign for the code point. */
export type Covers = (face: number, codePoint: number) => boolean;

/** Signs that turn the direction of what follows, and others that show nothing: a name must not rearrange the line it stands in. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
/** Marks and joiners belong to the letter before them. */
const CLINGS = /^[\p{M}\u200c\u200d]$/u;
const FROM_RIGHT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const AFTER_LAST_LETTER = /[^\p{L}\p{M}\p{N}\u200c\u200d]+$/u;
/** What no face can show stands between these, as it sounds. */
const [OPENS, CLOSES] = ['‹', '›'] as const;

/** Text as it can be shown: composed, on one line, without signs that cannot be seen. */
export function showable(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
}

/**
 * Splits a line into runs, each of one face. The first face is the usual one and writes digits, spaces and signs between words of
 * other scripts too, so that those keep their order from left to right. A letter that no face has is written as it sounds.
 */
export function runsOf(text: string, faces: number, covers: Covers): Run[] {
  const runs: Run[] = [];
  for (const { face, text: piece } of pieces(text, faces, covers)) {
    const last = runs.at(-1);
    if (last?.face === face) last.text += piece;
    else runs.push({ face, text: piece, rightToLeft: false });
  }
  const turned = runs.map((run) => ({ ...run, rightToLeft: FROM_RIGHT.test(run.text) }));
  return handOn(turned, covers).filter((run) => run.text !== '');
}

interface Piece {
  face: number;
  text: string;
}

function pieces(text: string, faces: number, covers: Covers): Piece[] {
  const found: Piece[] = [];
  let unknown = '';
  const utter = () => {
    if (unknown !== '') found.push({ face: 0, text: `${OPENS}${anyAscii(unknown).trim() || '?'}${CLOSES}` });
    unknown = '';
  };
  for (const char of text) {
    const codePoint = char.codePointAt(0)!;
    const before = found.at(-1);
    const clings = CLINGS.test(char);
    if (unknown !== '' && (clings || char === ' ')) {
      if (char === ' ') {
        utter();
        found.push({ face: 0, text: char });
      } else unknown += char;
      continue;
    }
    const face = clings && before && covers(before.face, codePoint) ? before.face : faceFor(codePoint, before?.face, faces, covers); // prettier-ignore
    if (face === undefined) {
      unknown += char;
      continue;
    }
    utter();
    found.push({ face, text: char });
  }
  utter();
  return found;
}

const isDigit = (codePoint: number) => codePoint >= 0x30 && codePoint <= 0x39;

function faceFor(codePoint: number, before: number | undefined, faces: number, covers: Covers): number | undefined {
  const letter = /\p{L}/u.test(String.fromCodePoint(codePoint));
  // between words of another script its own face goes on; letters and digits of ours never do
  if (!letter && !isDigit(codePoint) && before !== undefined && covers(before, codePoint)) return before;
  for (let face = 0; face < faces; face++) if (covers(face, codePoint)) return face;
  return undefined;
}

/** Signs at the end of what is written from the right belong to the line, not to the words: the usual face writes them after it. */
function handOn(runs: readonly Run[], covers: Covers): Run[] {
  const given: Run[] = [];
  for (const run of runs) {
    const [ending = ''] = run.rightToLeft ? (AFTER_LAST_LETTER.exec(run.text) ?? []) : [];
    if (ending === '' || ![...ending].every((char) => covers(0, char.codePointAt(0)!))) {
      given.push(run);
      continue;
    }
    given.push({ ...run, text: run.text.slice(0, -ending.length) }, { face: 0, text: ending, rightToLeft: false });
  }
  return joined(given);
}

function joined(runs: readonly Run[]): Run[] {
  const whole: Run[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    if (last && last.face === run.face && last.rightToLeft === run.rightToLeft) last.text += run.text;
    else whole.push({ ...run });
  }
  return whole;
}
