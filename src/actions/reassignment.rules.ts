import { hasOwner, type Status } from './action.rules.js';

export interface Owned {
  ownerAgencyId: string;
  ownerUserId: string | null;
  ownerPost: string;
  status: Status;
}

export interface NewOwner {
  ownerAgencyId?: string;
  ownerUserId?: string;
  ownerPost?: string;
  asRequest?: boolean;
  dueOn?: string;
  dueAt?: string;
}

export type ReassignmentRefusal = 'no-change' | 'request-not-wanted' | 'date-not-wanted';

/** What does not fit together in a reassignment, to another agency or within one. */
export function refuseReassignment(
  from: Owned,
  to: NewOwner,
  isElsewhere: boolean,
  sets: boolean,
): ReassignmentRefusal | null {
  if (!sets && (to.dueOn || to.dueAt)) return 'date-not-wanted';
  if (isElsewhere) return null;
  if (to.asRequest) return 'request-not-wanted';
  const isSame = (to.ownerUserId ?? null) === from.ownerUserId && (to.ownerPost ?? '') === from.ownerPost;
  return !hasOwner(to) || isSame ? 'no-change' : null;
}

/** The action in its new hands. An agency that is asked has not agreed to it. */
export function reassigned<Action extends Owned>(from: Action, to: NewOwner, isElsewhere: boolean): Action {
  return {
    ...from,
    status: isElsewhere && to.asRequest ? 'REQUESTED' : from.status,
    ownerAgencyId: to.ownerAgencyId ?? from.ownerAgencyId,
    ownerUserId: to.ownerUserId ?? null,
    ownerPost: to.ownerPost ?? '',
  };
}
