import type { Status, Target } from './action.rules.js';

/** What is wrong with a plan as a whole, though each of its actions be sound. */
export const PLAN_SMELLS = {
  'no-actions': 'Nothing is to be done about this case.',
  'all-on-idva-and-police': 'Everything falls to the IDVA service and the police: ask what the others can do.',
  'no-perpetrator-action': 'Nothing is aimed at the perpetrator.',
  'no-child-action': 'There are children, and nothing is done for them.',
  'agency-was-absent': 'An agency that was not there was asked, and has not agreed.',
  'agency-declined': 'An agency declined, and nobody has taken it on.',
  'set-again': 'The same was agreed before: see what came of it.',
  'no-risk': 'An action names no risk that it addresses.',
} as const;
export type PlanSmell = keyof typeof PLAN_SMELLS;

export interface PlannedAction {
  id: string;
  status: Status;
  target: Target;
  agencyKind: string;
  riskAddressed: string;
  /** earlier actions that were the same */
  lookedAt: readonly string[];
}

export interface PlanAdvice {
  code: PlanSmell;
  detail: string;
  /** the actions concerned, when it is not about all of them */
  actionIds: string[];
}

const ALONE: readonly string[] = ['IDVA', 'POLICE'];

/** Bad smells of the open actions of a case (domain 5.2), the gravest first. */
export function smellsOfPlan(open: readonly PlannedAction[], hasChildren: boolean): PlanAdvice[] {
  if (open.length === 0) return [advice('no-actions')];
  const some = (code: PlanSmell, concerned: (action: PlannedAction) => boolean): PlanAdvice[] => {
    const actionIds = open.filter(concerned).map(({ id }) => id);
    return actionIds.length > 0 ? [advice(code, actionIds)] : [];
  };
  const none = (code: PlanSmell, wanted: Target): PlanAdvice[] =>
    open.some(({ target }) => target === wanted) ? [] : [advice(code)];
  return [
    ...some('agency-declined', ({ status }) => status === 'DECLINED'),
    ...some('agency-was-absent', ({ status }) => status === 'REQUESTED'),
    ...none('no-perpetrator-action', 'PERPETRATOR'),
    ...(hasChildren ? none('no-child-action', 'CHILD') : []),
    ...(open.every(({ agencyKind }) => ALONE.includes(agencyKind)) ? [advice('all-on-idva-and-police')] : []),
    ...some('set-again', ({ lookedAt }) => lookedAt.length > 0),
    ...some('no-risk', ({ riskAddressed }) => riskAddressed === ''),
  ];
}

function advice(code: PlanSmell, actionIds: string[] = []): PlanAdvice {
  return { code, detail: PLAN_SMELLS[code], actionIds };
}
