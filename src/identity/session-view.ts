import type { SessionView } from './identity.dto.js';
import { secondFactorState } from './session.rules.js';
import type { SignedIn } from './sessions.queries.js';

/** A session as its holder is shown it. */
export function sessionView(s: SignedIn): SessionView {
  const { userId, name, agencyId, agency, roles, method, secondFactorAt } = s;
  return {
    ...{ userId, name, agencyId, agency, roles, method },
    passwordToChange: s.passwordGiven,
    secondFactor: secondFactorState(secondFactorAt, s.hasFactor),
    secondFactorAt: secondFactorAt?.toISOString() ?? null,
    expiresAt: s.expiresAt.toISOString(),
  };
}
