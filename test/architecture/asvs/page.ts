import { CHAPTERS, LEVELS } from './ids.js';
import type { Evidence, How, Row } from './row.js';

const HEAD = `# OWASP ASVS 5.0.0, levels 1 and 2

What the [OWASP Application Security Verification Standard 5.0.0](https://github.com/OWASP/ASVS/tree/v5.0.0/5.0) asks of this project at
levels 1 and 2, and what shows that it is met. The ids are the standard's; what it asks is told here in our own words, so read the standard
itself before you rely on a line. Level 3 is left out. Nobody from outside has checked this.

Made by \`UPDATE=1 npm test -- architecture/asvs\` from \`test/architecture/asvs\`. That test fails when a requirement is missing, when a file
or a test named here is not there, and when this page is another than the table says. It does not know whether a test is a good one.

`;

const TOLD: Readonly<Record<How, string>> = {
  TEST: 'shown by tests',
  REVIEW: 'read in the code or in a document, without a test',
  DEPLOYMENT: 'up to whoever runs it',
  NOT_APPLICABLE: 'nothing here that it speaks of',
  GAP: 'not met, or in part only',
};

/** docs/asvs.md */
export function asvsPage(rows: readonly Row[]): string {
  const gaps = rows.filter(({ how }) => how === 'GAP');
  const chapters = Object.keys(CHAPTERS).map((number) => chapter(Number(number), rows));
  return `${HEAD}${counts(rows)}\n${notMet(gaps)}\n${chapters.join('\n')}`;
}

function counts(rows: readonly Row[]): string {
  const lines = Object.entries(TOLD).map(([how, told]) => {
    const ids = rows.filter((row) => row.how === how).flatMap((row) => row.ids);
    const of = (level: number) => ids.filter((id) => LEVELS.get(id) === level).length;
    return `| ${told} | ${of(1)} | ${of(2)} |`;
  });
  return ['| | level 1 | level 2 |', '| --- | --- | --- |', ...lines, ''].join('\n');
}

function notMet(gaps: readonly Row[]): string {
  const lines = gaps.map(
    ({ ids, asks, note, evidence }) =>
      `| ${ids[0]} | ${LEVELS.get(ids[0]!)} | ${cell(asks)} | ${cell(note)} | ${evidence.map(named).join('; ')} |`,
  );
  const head = ['| id | level | asked | what is missing | what there is |', '| --- | --- | --- | --- | --- |'];
  return ['## Not met', '', ...head, ...lines, ''].join('\n');
}

function chapter(number: number, rows: readonly Row[]): string {
  const own = rows.filter(({ ids }) => ids[0]!.startsWith(`${number}.`));
  const lines = own.filter(({ how }) => how !== 'GAP' && how !== 'NOT_APPLICABLE').map(line);
  const table = ['| id | level | asked | how it is met |', '| --- | --- | --- | --- |', ...lines, ''];
  const apart = own.filter(({ how }) => how === 'NOT_APPLICABLE').map(outside);
  const gaps = own.filter(({ how }) => how === 'GAP').map(({ ids }) => ids[0]);
  return [
    `## ${number}. ${CHAPTERS[number]}`,
    '',
    ...(lines.length > 0 ? table : []),
    ...(apart.length > 0 ? [...apart, ''] : []),
    ...(gaps.length > 0 ? [`[Not met](#not-met): ${gaps.join(', ')}.`, ''] : []),
  ].join('\n');
}

function line({ ids, asks, how, evidence, note }: Row): string {
  const word = how === 'REVIEW' ? 'Read: ' : how === 'DEPLOYMENT' ? 'Whoever runs it: ' : '';
  const noted = cell(note).replace(/\.$/, '');
  const said = how === 'DEPLOYMENT' ? [noted, ...evidence.map(named)] : [...evidence.map(named), noted];
  const told = said.filter((part) => part !== '').join('; ');
  return `| ${ids[0]} | ${LEVELS.get(ids[0]!)} | ${cell(asks)} | ${word}${told} |`;
}

function outside({ ids, asks, note }: Row): string {
  return `- Does not apply: ${ids.join(', ')} (${asks}). ${note}`;
}

function named([file, ...names]: Evidence): string {
  const quoted = names.map((name) => `“${cell(name)}”`).join(', ');
  return `\`${file}\`${quoted && ` ${quoted}`}`;
}

/** Text in a table of Markdown: what would end the cell or begin a tag is escaped. */
function cell(text: string): string {
  return text.replace(/[|<>*_]/g, '\\$&');
}
