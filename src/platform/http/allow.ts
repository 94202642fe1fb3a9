import { SetMetadata } from '@nestjs/common';
import type { Lacking } from './signed-in.js';

/** Metadata key under which a route says who may call it. */
export const ACCESS = Symbol('route access');

/** `resource:verb`, for instance `referrals:submit`. Which role holds which is one table in identity. */
export type PermissionName = `${string}:${string}`;

export type RouteAccess =
  | { kind: 'public' }
  | { kind: 'signed-in'; before?: readonly Lacking[] }
  | { kind: 'permission'; permission: PermissionName };

/** The route needs this permission in at least one MARAC; the service decides about the MARAC at hand. */
export const Allow = (permission: PermissionName) =>
  SetMetadata(ACCESS, { kind: 'permission', permission } satisfies RouteAccess);

/** Anyone signed in: their own session, their own inbox. */
export const AllowSignedIn = () => SetMetadata(ACCESS, { kind: 'signed-in' } satisfies RouteAccess);

/** Anyone signed in, even where a second factor is needed and not proved yet: to prove or enrol one. */
export const AllowBeforeSecondFactor = () => AllowBefore('SECOND_FACTOR');

/** Anyone signed in, even while the session lacks one of these: to mend that, and to sign out. */
export const AllowBefore = (...before: Lacking[]) =>
  SetMetadata(ACCESS, { kind: 'signed-in', before } satisfies RouteAccess);

/** Open to the world. A route with neither this nor Allow stops the boot. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies RouteAccess);
