import { parentPort } from 'node:worker_threads';
import type { PaperDocument, RenderedPaper } from './paper-document.js';
import { writePdf } from './pdf-writer.js';

/** What the thread is asked, and what it answers. An answer without a paper: it could not be rendered, whatever the error says. */
export interface RenderAsked {
  id: number;
  paper: PaperDocument;
}
export interface RenderAnswered {
  id: number;
  rendered: RenderedPaper | null;
}

const port = parentPort;
if (!port) throw new Error('this runs as a thread of its own');

// one after the other: two at once would take twice the memory and no less time
let before: Promise<void> = Promise.resolve();
port.on('message', ({ id, paper }: RenderAsked) => {
  before = before.then(async () => {
    const rendered = await writePdf(paper).catch(() => null); // an error's text may quote what it failed on
    port.postMessage({ id, rendered } satisfies RenderAnswered);
  });
});
