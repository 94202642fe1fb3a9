import type { NoticeKind } from './notice.rules.js';
import type { Part } from './rung-recipients.service.js';

/** Whoever sees no case hears that something of their agency, or in their area, is overdue: never what. */
export function blindKind(part: Part, instead: boolean): NoticeKind {
  if (instead) return 'OVERDUE_IN_AREA_UNOWNED';
  return part === 'STRATEGIC_LEAD' || part === 'MANAGER' ? 'OVERDUE_IN_AGENCY' : 'OVERDUE_IN_AREA';
}
