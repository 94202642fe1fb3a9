import type { RecallView } from './papers.dto.js';
import { RECALLED_BECAUSE } from './handing-out.rules.js';
import type { Block } from './paper-document.js';
import { dayInWords, momentInWords, timeInWords } from './words.rules.js';

/** What the first page says before any case. */
export interface FirstPage {
  area: string;
  heldOn: string;
  /** null for a guest, who is told of their own slot alone */
  startsAt: Date | null;
  venue: string;
  marking: string;
  handling: string;
  reader: string;
  copyNumber: number;
  cases: number;
  /** cases that may be read on screen and not be taken away */
  leftOnScreen: number;
  recalls: readonly RecallView[];
  ownFile: readonly string[];
}

export function firstPage(page: FirstPage): Block[] {
  const { startsAt } = page;
  const fact = (name: string, value: string): Block => ({ kind: 'fact', name, value });
  return [
    { kind: 'heading', level: 1, text: `Papers of the MARAC ${page.area}` },
    { kind: 'text', text: `${page.marking}. Copy ${page.copyNumber}, for ${page.reader}.`, strong: true },
    fact('Meeting', `${dayInWords(page.heldOn)}${startsAt ? `, ${timeInWords(startsAt)}` : ''}`),
    fact('Where', page.venue),
    fact('Cases in this copy', String(page.cases)),
    ...(page.leftOnScreen > 0
      ? [
          fact(
            'To be read on screen alone',
            `${page.leftOnScreen}, shared with you without leave to take them away (NOT_EXPORTABLE)`,
          ),
        ]
      : []),
    ...recalled(page.recalls),
    { kind: 'heading', level: 3, text: 'How to handle this copy' },
    ...lines(page.handling),
    { kind: 'heading', level: 3, text: 'What your agency may keep on its own files' },
    ...page.ownFile.map((text): Block => ({ kind: 'item', text })),
    { kind: 'heading', level: 3, text: 'How to read it' },
    {
      kind: 'text',
      text:
        'What is withheld is named with a code: NOT_SHARED and the kind of information that the protocol keeps from you, or ' +
        'PROTECTED_PLACE for what would tell where somebody is safe. A name between ‹ and › is in a script that this copy cannot ' +
        'show and is written as it sounds.',
    },
  ];
}

function recalled(recalls: readonly RecallView[]): Block[] {
  if (recalls.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: 'Recalled copies: destroy them, and say so' },
    ...recalls.map(({ copies, recalledAt, reason }): Block => {
      const which = copies === null ? 'Every copy' : `Copies ${copies}`;
      const until = copies === null ? ' from before' : ', recalled';
      return {
        kind: 'item',
        text: `${which}${until} ${momentInWords(new Date(recalledAt))}: ${RECALLED_BECAUSE[reason]}.`,
      };
    }),
  ];
}

const lines = (text: string): Block[] => text.split(/\n+/).map((line) => ({ kind: 'text', text: line }));
