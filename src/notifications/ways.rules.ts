import type { FieldProblem } from '../platform/http/problem.js';
import { NOTICES, type NoticeKind } from './notice.rules.js';

/** How somebody hears of a notice that is in their inbox in any case: by a message of its own, in the day's digest, or there alone. */
export const WAYS = ['AT_ONCE', 'DIGEST', 'INBOX'] as const;
export type Way = (typeof WAYS)[number];

/** What somebody chose. Null: as their area has it. */
export interface Choices {
  /** for kinds that are not named below */
  usual: Way;
  ways: Partial<Record<NoticeKind, Way>>;
  quietFrom: string | null;
  quietUntil: string | null;
  digestAt: string | null;
}

/** One digest a day keeps people from growing deaf (lessons A28). */
export const NO_CHOICE: Choices = { usual: 'DIGEST', ways: {}, quietFrom: null, quietUntil: null, digestAt: null };

/** Of an address that takes no mail nobody is told by mail. */
const BEHIND_THE_SIGN_IN: ReadonlySet<NoticeKind> = new Set(['OWN_ADDRESS_UNREACHABLE']);

/** What cannot wait is told at once, whatever was chosen before its kind became urgent. */
export function wayOf(kind: NoticeKind, { usual, ways }: Pick<Choices, 'usual' | 'ways'>): Way {
  if (NOTICES[kind].urgent) return 'AT_ONCE';
  if (BEHIND_THE_SIGN_IN.has(kind)) return 'INBOX';
  return ways[kind] ?? usual;
}

/** What somebody asks for, each kind by itself. */
export interface Asked {
  ways: readonly { kind: NoticeKind; way: Way }[];
  quietFrom?: string | null;
  quietUntil?: string | null;
}

/** What is wrong with it: nothing when the list is empty. */
export function refuseChoices({ ways, quietFrom, quietUntil }: Asked): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const refuse = (pointer: string, code: string, detail: string) => problems.push({ pointer, code, detail });
  ways.forEach(({ kind, way }, i) => {
    if (NOTICES[kind].urgent && way !== 'AT_ONCE')
      refuse(`/ways/${i}/way`, 'urgent-cannot-be-silenced', 'What cannot wait is told at once.');
    if (ways.findIndex((other) => other.kind === kind) < i)
      refuse(`/ways/${i}/kind`, 'given-twice', 'This kind is named before.');
  });
  if (quietFrom && !quietUntil) refuse('/quietUntil', 'required', 'Say when the quiet hours end.');
  if (quietUntil && !quietFrom) refuse('/quietFrom', 'required', 'Say when the quiet hours begin.');
  if (quietFrom && quietFrom === quietUntil)
    refuse('/quietUntil', 'no-time-between', 'Quiet hours that end when they begin are none.');
  return problems;
}
