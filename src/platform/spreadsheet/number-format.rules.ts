/** How a cell's number is to be read: as itself, as a day, or as a time of day. */
export type NumberMeaning = 'number' | 'date' | 'time';

/** Ids that mean a date or time without a format code (ECMA-376 part 1, 18.8.30; 27-36 and 50-58 in East Asian Excel). */
function builtInMeaning(id: number): NumberMeaning {
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return 'time';
  const date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return date ? 'date' : 'number';
}

/**
 * What a number format says its number is: by the letters d, m, y (a day) or h, s and an m beside them (a time) in its
 * first section, outside quoted text, escaped characters and brackets such as [Red] or [$-809].
 */
export function meaningOfFormat(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) return builtInMeaning(id);
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./gsu, '')
    .replace(/[_*]./gsu, '');
  const elapsed = /\[(h+|m+|s+)\]/i.test(bare);
  const letters = bare
    .replace(/\[[^\]]*\]?/g, '')
    .split(';')[0]!
    .replace(/AM\/PM|A\/P|General/gi, '')
    .toLowerCase();
  if (elapsed) return 'time';
  if (/[dy]/.test(letters)) return 'date';
  if (/[hs]/.test(letters)) return 'time';
  return letters.includes('m') ? 'date' : 'number';
}
