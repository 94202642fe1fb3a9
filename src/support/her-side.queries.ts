import type { OpenCase } from '../access/open-case.js';
import { type Withheld, withheldOf } from '../access/redact.rules.js';
import { tx } from '../platform/db/transaction.js';

/**
 * What of this room is kept from a reader of the case: all of it from whom CONTACT was not shared with, and from who works with the
 * perpetrator, though it was; whoever has the case by a transfer to their own area reads the package, and not this. Empty when they read it.
 */
export async function keptFrom(open: OpenCase, field: string): Promise<Withheld[]> {
  const withheld = withheldOf({ [field]: 'CONTACT' }, open);
  if (withheld.length > 0) return withheld;
  const kept: Withheld[] = [{ field, label: 'CONTACT', reason: 'NOT_SHARED' }];
  if (!tx().actor.may('contacts:read', open.maracId)) return kept;
  const row = await tx().one<{ hers: boolean }>(
    `select access.is_system() or $2 = any (access.standing()) or support.her_side($1, $2) as hers`,
    [open.caseId, open.maracId],
  );
  return row?.hers ? [] : kept;
}
