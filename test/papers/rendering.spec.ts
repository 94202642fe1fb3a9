import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Block, PaperDocument } from '../../src/papers/paper-document.js';
import { writePdf } from '../../src/papers/pdf-writer.js';
import { Renderer } from '../../src/papers/renderer.service.js';
import { flat, readPdf } from '../support/pdf-text.js';

const paper = (blocks: Block[], changes: Partial<PaperDocument> = {}): PaperDocument => ({
  title: 'Papers of a meeting, copy 7',
  marking: 'OFFICIAL-SENSITIVE',
  reader: 'Ruth Okafor, Police',
  renderedAt: '3 December 2026 at 14:05',
  copyNumber: 7,
  blocks,
  ...changes,
});
const name = (value: string): Block => ({ kind: 'fact', name: 'Victim', value });
const rendered = async (blocks: Block[], changes?: Partial<PaperDocument>) => {
  const { bytes, pages } = await writePdf(paper(blocks, changes));
  return { ...(await readPdf(bytes)), count: pages, raw: Buffer.from(bytes).toString('latin1') };
};
/** As the file writes text that stands for what is drawn. */
const actual = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1');

describe('names', () => {
  test.each([
    'Łukasz Żółć-Święcicki',
    'Ștefan Țepeș',
    'Nguyễn Thị Ánh',
    'Ивана Петровић',
    'Ελένη Παπαδοπούλου',
    'Siân O’Brien',
    'Zoë Ðurić-Šimić',
  ])('%s: selectable as they stand', async (written) => {
    expect(flat((await rendered([name(written)])).pages[0]!)).toContain(`Victim: ${written}`);
  });

  test.each([
    ['Arabic', 'محمد عبد الله'],
    ['Urdu', 'پروین گل'],
    ['Bengali', 'ফাতেমা বেগম'],
    ['Punjabi', 'ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ'],
    ['Hindi', 'प्रिया शर्मा'],
    ['Gujarati', 'પ્રિયા પટેલ'],
    ['Tamil', 'முருகன்'],
  ])('%s: drawn in their own script, with the text itself for who copies or listens', async (_, written) => {
    const { pages, raw } = await rendered([name(written)]);
    for (const letter of written.replace(/[\p{M}\s]/gu, '')) expect(pages[0]).toContain(letter);
    expect(inflated(raw).includes(actual(written))).toBe(true);
  });

  test.each([
    ['王小明', '‹WangXiaoMing›'],
    ['שרה', '‹srh›'],
    ['ሰላም', '‹selam›'],
  ])('%s, in a script that is not covered, as they sound: %s', async (written, heard) => {
    expect(flat((await rendered([name(written)])).pages[0]!)).toContain(`Victim: ${heard}`);
  });

  test('signs that are hostile to a layout end nothing', async () => {
    const hostile = [
      '\u202eevil',
      '\u0000',
      'a\u0301'.repeat(300),
      '🙂'.repeat(40),
      '\ud800',
      '(\\) <<>> endobj',
      ' ',
      'ا'.repeat(500),
    ];
    const { count } = await rendered(hostile.map(name));
    expect(count).toBe(1);
  });

  test('the name of the reader too, at the head of the page', async () => {
    const { pages } = await rendered([name('x')], { reader: 'Łucja Żak ফাতেমা, Housing' });
    expect(flat(pages[0]!)).toContain('For Łucja Żak');
  });
});

const ESCAPED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The content of the pages, as it is before it is packed. */
function inflated(raw: string): string {
  return [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, packed]) => {
      try {
        return inflateSync(Buffer.from(packed!, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    })
    .join('\n')
    .replace(/\\([nrtbf()\\])/g, (_, sign: string) => ESCAPED[sign] ?? sign);
}

describe('pages', () => {
  const long: Block[] = [
    { kind: 'heading', level: 1, text: 'Papers' },
    ...Array.from({ length: 30 }, (_, i): Block => ({
      kind: 'item',
      text: `Item ${i}. ${'word '.repeat(60)}end ${i}`,
    })),
    { kind: 'heading', level: 2, text: 'Case two', newPage: true },
    { kind: 'text', text: `${'x'.repeat(400)}` },
  ];

  test('hold everything once, in order, within their margins', async () => {
    const { pages, count, roles } = await rendered(long);
    expect(count).toBe(pages.length);
    expect(count).toBeGreaterThan(2);
    const text = flat(pages.join('\n'));
    for (let i = 0; i < 30; i++) expect(text.split(`end ${i} `)).toHaveLength(2);
    expect(text.match(/word/g)).toHaveLength(30 * 60);
    expect(text.replace(/[^x]/g, '').length).toBeGreaterThanOrEqual(400);
    expect(flat(pages.at(-1)!)).toContain('Case two');
    expect(flat(pages.at(-2)!)).not.toContain('Case two');
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
    expect(roles.filter((role) => role === 'H2')).toHaveLength(1);
  });

  test('say who, which, when, and how many', async () => {
    const { pages } = await rendered(long);
    pages.forEach((page, i) => {
      for (const words of ['OFFICIAL-SENSITIVE', 'Copy 7', 'For Ruth Okafor, Police', 'Rendered 3 December 2026 at 14:05', `Page ${i + 1} of ${pages.length}`])
        expect(flat(page)).toContain(words); // prettier-ignore
    });
  });

  test('of two copies of one text have nothing of each other', async () => {
    const one = await rendered(long, { copyNumber: 1, reader: 'Ruth Okafor, Police' });
    const two = await rendered(long, { copyNumber: 2, reader: 'Gareth Pryce, Police' });
    expect(one.pages.join()).not.toMatch(/Copy 2|Gareth/);
    expect(two.pages.join()).not.toMatch(/Copy 1\b|Okafor/);
  });
});

describe('the renderer', () => {
  const renderer = new Renderer();
  afterAll(() => renderer.onApplicationShutdown());

  test('gives the bytes with their hash, one paper after the other', async () => {
    const papers = await Promise.all(
      [1, 2, 3].map((copyNumber) => renderer.render(paper([name('Ava')], { copyNumber }))),
    );
    for (const [i, { bytes, sha256, pages }] of papers.entries()) {
      expect(pages).toBe(1);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect((await readPdf(bytes)).pages[0]).toContain(`Copy ${i + 1}`);
    }
  });

  test('refuses when too many wait, and works on', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 70 }, () => renderer.render(paper([name('Ava')]))));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toHaveLength(6);
    expect(refused[0]).toMatchObject({ code: 'busy', status: 503, retryAfter: 10 });
    expect((await renderer.render(paper([name('Ava')]))).pages).toBe(1);
  });

  test('says nothing of what it failed on', async () => {
    const broken = paper([{ kind: 'text', text: null as unknown as string }]);
    await expect(renderer.render(broken)).rejects.toMatchObject({ message: 'a paper could not be rendered' });
  });

  test('whose thread ends tells who waits, and starts another', async () => {
    const waiting = renderer.render(paper([name('Ava')]));
    await renderer.onApplicationShutdown();
    await expect(waiting).rejects.toMatchObject({ code: 'busy' });
    expect((await renderer.render(paper([name('Ava')]))).pages).toBe(1);
  });
});
