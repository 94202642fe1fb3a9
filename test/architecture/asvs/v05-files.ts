import { inapplicable, reviewed, type Row, shown } from './row.js';

const XLSX = 'test/platform/spreadsheet-xlsx.spec.ts';
const CSV = 'test/platform/spreadsheet-csv.spec.ts';
const PAPERS = 'test/papers/papers.spec.ts';
const REFUSED = 'test/platform/http-refused.spec.ts';

export const FILES: readonly Row[] = [
  reviewed('5.1.1', 'Documented: which files are taken, how large, how they are made safe', [
    ['docs/security-decisions.md', '## Files'],
  ]),
  shown('5.2.1', 'No file is taken that is too large to deal with', [
    [REFUSED, 'a file of more than 64 MiB is refused by its announced size, unread'],
    ['test/platform/http-raw.spec.ts', 'a body in chunks past the limit stops being read'],
    ['test/platform/spreadsheet-memory.spec.ts', '100,000 rows of 45 columns'],
    [CSV, 'limits: columns, rows, broken rows'],
  ]),
  shown(
    '5.2.2',
    'The content is of the type it is said to be',
    [
      [XLSX, 'files that are refused', 'a workbook named as CSV is not read as text', 'macros', 'another zip file'],
      ['test/architecture/inputs.spec.ts', 'a spreadsheet that is none is refused before it is kept'],
      ['test/referrals/import.spec.ts', 'a file that is none, or lacks a column, is refused as a whole'],
    ],
    'there are no file names: the media type says which',
  ),
  shown('5.2.3', 'Packed files are held to limits before they are unpacked', [
    [XLSX, 'limits on the whole package', 'a cell too long'],
    ['test/platform/spreadsheet-properties.spec.ts', 'workbooks with damaged bytes or damaged XML never crash'],
  ]),
  reviewed('5.3.1', 'Uploaded files are nowhere from where they would be run', [
    ['docs/security-decisions.md', 'stand in the database and are given back to nobody'],
  ]),
  reviewed(
    '5.3.2',
    'Paths of files are not made of input',
    [['docs/security-decisions.md', 'No name of a file is taken']],
    'folders come from settings, file names from ids of ours',
  ),
  shown('5.4.1', 'A file that is given out has a name of ours, said in its header', [
    [PAPERS, 'is around it: its file has a name of ours, with a number and no word of a case'],
    ['test/flags/register.spec.ts', 'is a CSV file of references and dates, nobody’s name, and on record'],
  ]),
  shown(
    '5.4.2',
    'Names of files that are given out cannot break out of the header',
    [[PAPERS, 'is around it: its file has a name of ours, with a number and no word of a case']],
    'a constant and a number',
  ),
  inapplicable(
    '5.4.3',
    'viruses of files that are given out',
    'What is given out (papers as PDF, lists as CSV) is made here; no file that somebody sent is ever downloaded.',
  ),
];
