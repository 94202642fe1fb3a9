/** What decides whether somebody may add a second factor. */
export interface Enrolment {
  /** second factors they have */
  factors: number;
  /** proved one in this session less than 15 minutes ago */
  fresh: boolean;
  /** the latest recovery that two administrators agreed on; null when there was none */
  recovery: { used: boolean; live: boolean; codeFits: boolean } | null;
}

export type EnrolmentRefusal = 'second-factor-needed' | 'enrolment-code-needed';

/**
 * Who has a second factor proves it before adding another. Who lost it, and had it taken away by two administrators, needs the code
 * they gave: or whoever has the password would be the first to enrol. Who never had one may enrol with the password alone.
 */
export function mayEnrol({ factors, fresh, recovery }: Enrolment): EnrolmentRefusal | null {
  if (factors > 0) return fresh ? null : 'second-factor-needed';
  if (recovery && !recovery.used) return recovery.live && recovery.codeFits ? null : 'enrolment-code-needed';
  return null;
}
