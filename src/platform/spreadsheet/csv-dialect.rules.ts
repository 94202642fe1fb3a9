/** How one CSV file separates cells and rows. */
export interface CsvDialect {
  delimiter: ',' | ';' | '\t';
  newline: '\n' | '\r';
}

const delimiters = [',', ';', '\t'] as const;

/**
 * Told from the heading line: the delimiter found most often outside quotes (none: a comma), and a lone carriage
 * return as row end only if the heading line ends in one (old Macintosh files).
 *
 * @returns undefined if the heading line does not end within `text` and `final` is false: more text is needed
 */
export function sniffDialect(text: string, final: boolean): CsvDialect | undefined {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  let blank = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\n' || char === '\r') {
      if (blank) continue;
      if (char === '\r' && i + 1 === text.length && !final) return undefined;
      return { delimiter: mostFrequent(counts), newline: char === '\r' && text[i + 1] !== '\n' ? '\r' : '\n' };
    } else if (char in counts) counts[char as CsvDialect['delimiter']]++;
    if (char !== ' ') blank = false;
  }
  return final ? { delimiter: mostFrequent(counts), newline: '\n' } : undefined;
}

function mostFrequent(counts: Record<CsvDialect['delimiter'], number>): CsvDialect['delimiter'] {
  return delimiters.reduce((best, candidate) => (counts[candidate] > counts[best] ? candidate : best));
}
