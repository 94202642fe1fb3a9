import type { PermissionName } from '../platform/http/allow.js';

/** Roles in and around a MARAC (domain: access by role). */
export const ROLES = [
  'COORDINATOR', 'CHAIR', 'ADMINISTRATOR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER', 'AUDITOR', 'ANALYST', 'OBSERVER',
] as const; // prettier-ignore
export type Role = (typeof ROLES)[number];

const EVERYONE: PermissionName[] = ['maracs:read', 'instruments:read'];
const READS_CASES: PermissionName[] = ['cases:read', 'meetings:read', 'actions:read', 'flags:read', 'referrals:read'];

/**
 * What each role may do in its MARAC. A permission opens a route; which cases it reaches is decided by grants, never here.
 * Administrators manage people and agencies and see no case; auditors read the record of deeds; analysts and observers see
 * no case before they are let in to one.
 */
export const PERMISSIONS: Readonly<Record<Role, readonly PermissionName[]>> = {
  COORDINATOR: [
    ...EVERYONE, ...READS_CASES, 'referrals:submit', 'referrals:screen', 'referrals:import', 'assessments:record', 'repeat-checks:ask',
    'meetings:manage', 'actions:set', 'actions:update', 'cases:explain', 'locations:read', 'locations:record',
  ],
  CHAIR: [
    ...EVERYONE, ...READS_CASES, 'referrals:screen', 'meetings:manage', 'actions:set', 'rules:change', 'cases:explain', 'locations:read',
    'locations:need',
  ],
  ADMINISTRATOR: [...EVERYONE, 'maracs:found', 'agencies:manage', 'users:manage', 'rules:change', 'jobs:read'],
  AGENCY_REPRESENTATIVE: [
    ...EVERYONE, ...READS_CASES, 'referrals:submit', 'assessments:record', 'actions:update', 'cases:explain', 'locations:read',
  ],
  IDVA: [
    ...EVERYONE, ...READS_CASES, 'referrals:submit', 'assessments:record', 'repeat-checks:ask', 'actions:update', 'cases:explain',
    'locations:read', 'locations:record',
  ],
  REFERRER: [...EVERYONE, 'referrals:submit', 'referrals:read', 'assessments:record'],
  AUDITOR: [...EVERYONE, 'audit:read', 'watch:read', 'watch:answer'],
  ANALYST: [...EVERYONE],
  OBSERVER: [...EVERYONE],
}; // prettier-ignore

/** Every permission there is: a route that asks for another stops the boot. */
export const KNOWN_PERMISSIONS: ReadonlySet<PermissionName> = new Set(Object.values(PERMISSIONS).flat());

/** Permissions by scope, from the roles a person holds. `maracId` null means every MARAC. */
export function permissionsOf(
  roles: readonly { maracId: string | null; role: Role }[],
  everywhere: string,
): Map<string, ReadonlySet<PermissionName>> {
  const byScope = new Map<string, Set<PermissionName>>();
  for (const { maracId, role } of roles) {
    const scope = maracId ?? everywhere;
    const held = byScope.get(scope) ?? new Set();
    for (const permission of PERMISSIONS[role]) held.add(permission);
    byScope.set(scope, held);
  }
  return byScope;
}
