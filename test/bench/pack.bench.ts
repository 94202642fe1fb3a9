import PDFDocument from 'pdfkit';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { readPdf } from '../support/pdf-text.js';
import { type Bench, type Measured, median, rounded, type Say, scaled, under } from './bench.js';
import { benchDatabase, type BenchDatabase } from './bench-database.js';
import { AGENCIES, bigMeeting, CASES, goesOut, seeded } from './big-meeting.js';
import { Child, program } from './child.js';

const SECONDS = 3;
const MIB = 300;

/**
 * The papers of a meeting of forty cases, as PDF, for each of fifteen agencies: through the real application in a process of its own, from
 * the request to the last byte, reading, screening, rendering, register and record included; the first with everything cold. Baseline: the same
 * text by pdfkit alone, as one file for everybody: Helvetica, no marking, no tags, no other script.
 */
export const pack: Bench = {
  about: 'papers of 40 cases as PDF for each of 15 agencies, beside the same text by pdfkit alone',
  run: async (say) => {
    const database = await benchDatabase(say);
    try {
      await seeded(database, Math.max(200, scaled(3_000)), say);
      return await measure(database, say);
    } finally {
      await database.release();
    }
  },
};

async function measure(database: BenchDatabase, say: Say): Promise<Measured> {
  const meeting = await bigMeeting(database, AGENCIES);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = Child.start(program('src/main.js'), [], {
    DATABASE_URL: database.appUrl,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    REDIS_URL: '',
  });
  try {
    await app.answers(`${url}/health/ready`, performance.now());
    await goesOut(database, meeting, url);
    const before = app.memoryMiB('VmHWM');
    const copies = [];
    for (const token of meeting.readers)
      copies.push(await fetched(`${url}/api/v1/meetings/${meeting.id}/papers`, token));
    const times = copies.map(({ seconds }) => seconds);
    const peak = app.memoryMiB('VmHWM');
    say(`   first ${times[0]!.toFixed(2)} s, then ${median(times.slice(1)).toFixed(2)} s`);
    const { pages } = await readPdf(copies[0]!.bytes);
    await checked(pages);
    return {
      figures: {
        'cases in a copy': CASES,
        'pages of a copy': pages.length,
        'first copy, all cold, s': rounded(times[0]!),
        'copy, median, s': rounded(median(times)),
        'copy, slowest, s': rounded(Math.max(...times)),
        'size of a copy, KiB': rounded(copies[0]!.bytes.length / 1024),
        'peak of the process before any copy, MiB': rounded(before),
      },
      baselines: await bare(pages),
      bars: [
        under('slowest copy, s', SECONDS, Math.max(...times)),
        under('peak memory of the process, MiB', MIB, peak),
      ],
    };
  } finally {
    await app.stop();
  }
}

async function fetched(url: string, token: string): Promise<{ seconds: number; bytes: Buffer }> {
  const begun = performance.now();
  const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status !== 201) throw new Error(`a copy answered ${answer.status}: ${bytes.toString().slice(0, 200)}`);
  return { seconds: (performance.now() - begun) / 1000, bytes };
}

/** A fast answer that holds less would mean nothing. */
async function checked(pages: readonly string[]): Promise<void> {
  const text = pages.join('\n');
  const cases = new Set(text.match(/NB-[0-9A-Z]{8}/g)).size;
  const shared = text.match(/Known to us since the spring/g)?.length ?? 0;
  if (cases !== CASES || shared < CASES * 5) throw new Error(`a copy holds ${cases} cases and ${shared} snippets`);
}

async function bare(pages: readonly string[]): Promise<Record<string, number>> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    const pdf = new PDFDocument({ size: 'A4', margin: 54 });
    const written = new Promise<void>((resolve) => pdf.on('end', resolve));
    pdf.resume();
    pdf.fontSize(10).text(pages.join('\n'));
    pdf.end();
    await written;
    times.push((performance.now() - begun) / 1000);
  }
  return { 'the same text by pdfkit alone, s': rounded(median(times)) };
}
