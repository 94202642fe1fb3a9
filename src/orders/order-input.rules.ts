import { type IsoDate } from '../platform/values/dates.js';
import type { FieldProblem } from '../platform/http/problem.js';
import type { OrderKind } from './order-codes.rules.js';

export interface WrittenOrder {
  kind: OrderKind;
  fromOn: IsoDate | null;
  untilOn: IsoDate | null;
}

/** What is wrong with the days of an order as somebody wrote them down; null when nothing is. */
export function refuseDays({ kind, fromOn, untilOn }: WrittenOrder): FieldProblem | null {
  if (kind === 'RELEASE' && fromOn === null)
    return { pointer: '/fromOn', code: 'required', detail: 'Say on which day the release is.' };
  if (kind === 'RELEASE' && untilOn !== null)
    return { pointer: '/untilOn', code: 'no-last-day', detail: 'A release is one day; a licence after it is its own.' };
  if (fromOn && untilOn && untilOn < fromOn)
    return { pointer: '/untilOn', code: 'before-it-began', detail: 'It cannot end before it begins.' };
  return null;
}

/** What is wrong with the day on which something happened to an order. */
export function refuseHappening(
  pointer: string,
  on: IsoDate,
  { fromOn }: Pick<WrittenOrder, 'fromOn'>,
  latest: IsoDate,
): FieldProblem | null {
  if (on > latest) return { pointer, code: 'in-the-future', detail: 'This is still to come.' };
  if (fromOn && on < fromOn) return { pointer, code: 'before-it-began', detail: 'The order began later.' };
  return null;
}
