import type { PermissionName } from '../platform/http/allow.js';

/** Roles in and around a MARAC (domain: access by role). */
export const ROLES = [
  'COORDINATOR', 'CHAIR', 'ADMINISTRATOR', 'AGENCY_REPRESENTATIVE', 'IDVA', 'REFERRER', 'AUDITOR', 'ANALYST', 'OBSERVER',
  'AGENCY_MANAGER', 'STRATEGIC_LEAD', 'STEERING_GROUP',
] as const; // prettier-ignore
export type Role = (typeof ROLES)[number];

const EVERYONE: PermissionName[] = ['maracs:read', 'instruments:read', 'conflicts:declare'];
const READS_CASES: PermissionName[] = [
  'cases:read',
  'meetings:read',
  'actions:read',
  'flags:read',
  'referrals:read',
  'events:read',
];
/** Who speaks for an agency at the meeting: its research, what it shares, and its guests' slots. */
const AT_THE_TABLE: PermissionName[] = [
  'papers:read',
  'research:do',
  'information:share',
  'information:read',
  'declarations:sign',
  'slots:read',
];

/** Who shared what with whom, and on what footing. */
const SEES_SHARING: PermissionName[] = ['sharing:read', 'protocols:read'];

/**
 * What each role may do in its MARAC. A permission opens a route; which cases it reaches is decided by grants, never here.
 * Administrators manage people and agencies and see no case; auditors read the record of deeds, and for an hour a case for which
 * they said why; analysts and observers see no case, however it is shared with their agency. Managers see and report on the actions of
 * their agency; strategic leads and the steering group see no case and are told, by its reference alone, that something is overdue.
 */
export const PERMISSIONS: Readonly<Record<Role, readonly PermissionName[]>> = {
  COORDINATOR: [
    ...EVERYONE, ...READS_CASES, 'referrals:submit', 'referrals:screen', 'referrals:import', 'assessments:record', 'repeat-checks:ask',
    'meetings:manage', 'actions:set', 'actions:update', 'actions:pause', 'cases:explain', ...SEES_SHARING, 'sharing:decide', 'consents:record',
    'disclosures:record', 'protocols:sign', 'declarations:sign', 'information:read', 'transfers:read', 'transfers:offer', 'papers:read',
    'conflicts:decide', 'break-glass:use', 'break-glass:review', 'persons:search',
    'links:decide', 'locations:read', 'locations:record', 'persons:describe', 'flags:acknowledge', 'flags:oversee', 'serial-perpetrators:read',
    'closures:manage',
    'notices:read',
    'contacts:read', 'safe-contact:record', 'support:allocate', 'support:read', 'orders:record', 'risk-reviews:complete',
  ],
  CHAIR: [
    ...EVERYONE, ...READS_CASES, 'referrals:screen', 'appeals:decide', 'meetings:manage', 'actions:set', 'actions:pause', 'rules:change', 'cases:explain', ...SEES_SHARING,
    'sharing:decide', 'consents:record', 'disclosures:record', 'protocols:publish', 'needs:state', 'circulation:add', 'quorum:waive', 'minutes:approve',
    'declarations:sign', 'papers:read',
    'information:read', 'transfers:read', 'conflicts:decide', 'break-glass:review', 'locations:read', 'flags:oversee',
    'notices:read',
    'contacts:read', 'support:read', 'risk-reviews:complete',
  ],
  ADMINISTRATOR: [
    ...EVERYONE, 'agencies:manage', 'users:manage', 'rules:change', 'jobs:read', 'jobs:retry', 'webhooks:manage', 'protocols:read', 'protocols:publish', 'protocols:sign',
    'canaries:register', 'maracs:found', 'closures:manage',
  ],
  AGENCY_REPRESENTATIVE: [
    ...EVERYONE, ...READS_CASES, ...AT_THE_TABLE, 'referrals:submit', 'referrals:sign-off', 'assessments:record', 'actions:update', 'cases:explain',
    ...SEES_SHARING, 'disclosures:record', 'break-glass:use', 'locations:read', 'persons:describe', 'flags:acknowledge',
    'contacts:read', 'orders:record',
    'serial-perpetrators:read', // those of the police alone: see mayKnowSerial
  ],
  IDVA: [
    ...EVERYONE, ...READS_CASES, ...AT_THE_TABLE, 'referrals:submit', 'referrals:sign-off', 'assessments:record', 'repeat-checks:ask', 'actions:update',
    'cases:explain', 'transfers:read', 'transfers:hand-over', ...SEES_SHARING, 'consents:record', 'disclosures:record', 'break-glass:use',
    'persons:search', 'locations:read', 'locations:record', 'persons:describe', 'flags:acknowledge',
    'notices:read',
    'contacts:read', 'contacts:record', 'safe-contact:record', 'support:allocate', 'support:read', 'orders:record', 'risk-reviews:complete',
  ],
  REFERRER: [...EVERYONE, 'referrals:submit', 'referrals:read', 'assessments:record', 'slots:read', 'declarations:sign', 'papers:read'],
  AUDITOR: [...EVERYONE, 'audit:read', 'cases:read', 'cases:explain', ...SEES_SHARING, 'needs:state', 'canaries:register', 'watch:read',
    'watch:answer',
  ],
  ANALYST: [...EVERYONE],
  OBSERVER: [...EVERYONE, 'declarations:sign'],
  AGENCY_MANAGER: [...EVERYONE, 'actions:read', 'actions:update', 'actions:pause'],
  STRATEGIC_LEAD: [...EVERYONE],
  STEERING_GROUP: [...EVERYONE],
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
