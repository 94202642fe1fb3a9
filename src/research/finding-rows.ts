import { newId } from '../platform/db/ids.js';
import type { ResearchFindingView } from './findings.dto.js';
import { type PersonRow, roleOf } from './findings.queries.js';
import type { Found } from './findings.rules.js';
import type { Finding } from './research.entity.js';
import type { ItemRow, RequestRow } from './research.queries.js';

/** What an agency was asked: the case on the list, and the request. */
export interface Asked {
  item: ItemRow;
  request: RequestRow;
}

/** The row of a finding, as it is to be. */
export function findingRow({ item, request }: Asked, person: PersonRow, found: Found, writtenBy: string): Finding {
  const { caseId, maracId } = item;
  const { personId, findingId, label, version } = person;
  const whose = { requestId: request.id, personId, caseId, maracId, agencyId: request.agencyId, label };
  return { id: findingId ?? newId(), ...whose, ...found, writtenBy, version: version || 1 };
}

/** A finding as its own agency sees it. */
export function findingView(person: PersonRow): ResearchFindingView {
  const { label: _label, findingId: _id, ...rest } = person;
  return { ...rest, role: roleOf(person) };
}
