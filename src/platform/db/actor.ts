/**
 * Who a unit of work is done for. Every row of the audit names one.
 *
 * - `user`: a signed-in person; `id` is the user's id.
 * - `system`: a job of ours; `id` names the job ("actions.raise-overdue").
 * - `operator`: a person at the command line of the server; `id` names the command.
 */
export type ActorKind = 'user' | 'system' | 'operator';

/** Scope in which a permission was given: the id of a MARAC, or ALL for one that is not tied to an area. */
export const ALL_SCOPES = '*';

/** How long a second factor counts as just proved, for what locates a victim. */
export const SECOND_FACTOR_FRESH_MS = 15 * 60_000;

export class Actor {
  constructor(
    readonly kind: ActorKind,
    readonly id: string,
    readonly agencyId: string | null,
    /** Permissions by scope. Systems and operators hold none here: they are trusted by `kind`. */
    private readonly permissions: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
    /** when this session last proved a second factor; null: never */
    readonly secondFactorAt: Date | null = null,
  ) {}

  static system(job: string): Actor {
    return new Actor('system', job, null);
  }

  static operator(command: string): Actor {
    return new Actor('operator', command, null);
  }

  /** True when the actor holds the permission in this scope (or, with no scope given, in any). Unknown counts against. */
  may(permission: string, scope?: string): boolean {
    if (this.kind !== 'user') return true;
    if (scope === undefined) return [...this.permissions.values()].some((held) => held.has(permission));
    return (
      (this.permissions.get(scope)?.has(permission) ?? false) ||
      (this.permissions.get(ALL_SCOPES)?.has(permission) ?? false)
    );
  }

  /** True when a second factor was proved less than 15 minutes ago. Systems have no hands to prove one with. */
  secondFactorFresh(now: Date): boolean {
    if (this.kind !== 'user') return true;
    const age = this.secondFactorAt ? now.getTime() - this.secondFactorAt.getTime() : Infinity;
    return age >= 0 && age < SECOND_FACTOR_FRESH_MS;
  }

  /** Ids of the scopes in which the actor holds the permission; null means every scope. */
  scopesOf(permission: string): string[] | null {
    if (this.kind !== 'user') return null;
    if (this.permissions.get(ALL_SCOPES)?.has(permission)) return null;
    return [...this.permissions].filter(([, held]) => held.has(permission)).map(([scope]) => scope);
  }
}
