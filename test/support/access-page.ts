import { ROLES } from '../../src/identity/roles.rules.js';
import { LABELS_IN_WORDS } from '../../src/access/explain.rules.js';
import { LABELS } from '../../src/access/labels.js';
import { LAWFUL_BASES } from '../../src/access/lawful-basis.rules.js';
import { SHARING_PURPOSES } from '../../src/access/purposes.rules.js';
import { COUNTS_FOR, type Relation, RELATIONS } from '../../src/access/roles-relations.rules.js';

/** What the system answered somebody who asked why they see a case. */
export interface Example {
  title: string;
  story: string;
  explanation: string;
  withheld: { explanation: string }[];
  endsWhen: string[];
}

const HEAD = `# Who sees what of a case, and why

Nobody sees a case by being somebody alone. It takes a relation to the case, which comes about by a deed on record; a role in its MARAC for
which that relation counts; and the agency's signature of the protocol in force. An exclusion beats all three. Where a victim is safe takes
a second factor proved less than 15 minutes ago besides. Without all that, a case looks as if it were not there.

Made by \`UPDATE=1 npm test -- architecture/access-docs\` from the rules that decide and from answers of the running system; a change that
is not here fails that test.
`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** docs/access.md */
export function accessPage(examples: readonly Example[]): string {
  const relations = Object.entries(RELATIONS) as [Relation, (typeof RELATIONS)[Relation]][];
  const code = (words: readonly string[]) => (words.length > 0 ? words.join(', ') : 'nothing');
  const counts = (relation: Relation) => code(ROLES.filter((role) => COUNTS_FOR[role].includes(relation)));
  const sections: [title: string, text: string][] = [
    [
      'Kinds of information',
      table(
        ['label', 'in words'],
        LABELS.map((label) => [label, LABELS_IN_WORDS[label]]),
      ),
    ],
    [
      'Relations to a case',
      table(
        ['relation', 'somebody who', 'sees', 'because'],
        relations.map(([name, { deed, labels, because }]) => [name, deed, code(labels), because]),
      ),
    ],
    [
      'For which roles they count',
      table(
        ['relation', 'roles'],
        relations.map(([name]) => [name, counts(name)]),
      ) +
        '\n\nA person sees what all their relations together give. What is shared by hand (`POST /cases/{id}/grants`) names its own kinds of\n' +
        'information, at most those that the one who decides sees, and counts for the roles of ACTION. A referrer reads the referrals of\n' +
        'their own agency, not the case.',
    ],
    ['Purposes of sharing', table(['code', 'in words'], Object.entries(SHARING_PURPOSES))],
    ['Legal gateways', table(['code', 'in words'], Object.entries(LAWFUL_BASES))],
    ['Worked examples', examples.map(worked).join('\n\n')],
  ];
  return `${[HEAD, ...sections.map(([title, text]) => `## ${title}\n\n${text}\n`)].join('\n')}`;
}

function worked({ title, story, explanation, withheld, endsWhen }: Example): string {
  const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
  const kept = withheld.length > 0 ? `\n\nWithheld:\n\n${list(withheld.map((one) => one.explanation))}` : '';
  return `### ${title}\n\n${story}\n\n> ${explanation}${kept}\n\nIt ends when:\n\n${list(endsWhen)}`;
}
