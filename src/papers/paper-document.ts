/** What a paper says, in the order in which it is read; how it looks is for the layout. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; newPage?: true }
  | { kind: 'text'; text: string; strong?: true }
  | { kind: 'fact'; name: string; value: string }
  | { kind: 'item'; text: string };

/** One rendering for one reader: what every page carries, and what stands on them. */
export interface PaperDocument {
  /** names nobody: it is kept in the file's own description */
  title: string;
  /** protective marking of the area */
  marking: string;
  /** the reader's name and agency, on every page */
  reader: string;
  /** day and time of rendering, in words */
  renderedAt: string;
  copyNumber: number;
  blocks: readonly Block[];
}

export interface RenderedPaper {
  bytes: Uint8Array;
  pages: number;
  /** of the bytes, in hexadecimal */
  sha256: string;
}
