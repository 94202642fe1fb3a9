import type { OpenCase } from '../access/open-case.js';
import { newId } from '../platform/db/ids.js';
import { Problem } from '../platform/http/problem.js';
import type { Action } from './action.entity.js';
import type { NewAction } from './actions.http.js';
import { type CatalogueEntry, type LocalCatalogue, lookUp } from './catalogue.rules.js';
import type { Due as DueDate, DueQuestion, DueRefusal } from './due.rules.js';
import { neverEnds, SMELLS } from './smart.rules.js';

/** Where and when an action was agreed, and why. Outside a meeting: nothing. */
export interface Agreed {
  agendaItemId?: string;
  /** Day of the meeting, YYYY-MM-DD: the action is not due before it. */
  meetingOn?: string;
  /** Day of the meeting after it: for actions due by the next meeting. */
  nextMeetingOn?: string;
  /** The owner was not at the meeting, and so cannot have agreed. */
  absent?: boolean;
  /** The action whose closing asks for this one. */
  followsId?: string;
  /** The same as before is meant to be done again. */
  again?: boolean;
}

export type Described = Pick<Action, 'text' | 'target' | 'catalogueCode'> & Pick<DueQuestion, 'dueClass'>;

/** What is to be done, completed from the area's catalogue. @throws Problem 422 `unknown`, `retired`, `required` */
export function described(
  { catalogueCode, text, target }: Pick<NewAction, 'catalogueCode' | 'text' | 'target'>,
  local: LocalCatalogue,
): Described {
  const entry = catalogueCode ? entryOf(catalogueCode, local) : undefined;
  const words = text ?? entry?.label;
  const bearsOn = target ?? entry?.target;
  if (!words) throw Problem.at('/text', 'required', 'Say what will be done, or give a code of the catalogue.');
  if (!bearsOn) throw Problem.at('/target', 'required', 'Say whom it bears on, or give a code of the catalogue.');
  if (neverEnds(words)) throw Problem.at('/text', 'not-smart', SMELLS['continues-to-work']);
  return {
    catalogueCode: catalogueCode ?? null,
    text: words,
    target: bearsOn,
    dueClass: entry?.dueClass ?? 'STANDARD',
  };
}

function entryOf(code: string, local: LocalCatalogue): CatalogueEntry {
  const found = lookUp(code, local);
  if (found === 'retired') throw Problem.at('/catalogueCode', 'retired', 'This area no longer agrees this action.');
  if (found === 'unknown') throw Problem.at('/catalogueCode', 'unknown', 'The catalogue has no such code.');
  return found;
}

/** The due date as asked for, if it was. */
export function asked({ dueOn, dueAt }: { dueOn?: string; dueAt?: string }): Pick<DueQuestion, 'dueOn' | 'dueAt'> {
  return { dueOn, dueAt: dueAt ? new Date(dueAt) : null };
}

/** True when the owner is asked rather than agrees: it was not there, or whoever sets the action says so; they may have rung it. */
export function isAsked({ asRequest }: Pick<NewAction, 'asRequest'>, { absent }: Agreed): boolean {
  return asRequest ?? absent ?? false;
}

/** A new action, not yet saved. */
export function opened(
  open: OpenCase,
  input: NewAction,
  what: Described,
  due: DueDate,
  agreed: Agreed,
  createdBy: string,
): Action {
  const { catalogueCode, text, target } = what;
  return {
    id: newId(),
    caseId: open.caseId,
    maracId: open.maracId,
    agendaItemId: agreed.agendaItemId ?? null,
    catalogueCode,
    text,
    riskAddressed: input.riskAddressed ?? '',
    target,
    ownerAgencyId: input.ownerAgencyId,
    ownerUserId: input.ownerUserId ?? null,
    ownerPost: input.ownerPost ?? '',
    ...due,
    dueEpoch: 1,
    status: isAsked(input, agreed) ? 'REQUESTED' : 'AGREED',
    closureReason: null,
    outcome: '',
    riskEffect: null,
    worked: null,
    victimMayBeTold: null,
    closedOn: null,
    closedBy: null,
    createdBy,
    followsId: agreed.followsId ?? null,
    lookedAt: input.lookedAt ?? [],
    version: 1,
  };
}

const REFUSED_DUE: Record<DueRefusal['refused'], string> = {
  'in-the-past': 'An action is due in the future.',
  'before-the-meeting': 'An action is not due before the meeting that agrees it.',
  'too-far-ahead': 'This is further ahead than the rules of the MARAC allow.',
  'no-next-meeting': 'No next meeting is known: give a date.',
  'not-both': 'Give a day or an exact time, not both.',
};

export function refusedDue({ field, refused }: DueRefusal): Problem {
  return Problem.at(`/${field}`, refused, REFUSED_DUE[refused]);
}
