import type { ConsentView, OverrideView } from './consents.dto.js';
import type { ConsentRow } from './consents.queries.js';

/** A record of consent as a reader sees it. */
export function consentView(row: ConsentRow): ConsentView {
  const { id, source, asked, whyNotAsked, answer, decidedBy, decidedAs, agency } = row;
  const decidedAt = row.decidedAt.toISOString();
  return { id, source, asked, whyNotAsked, answer, override: overrideOf(row), decidedBy, decidedAs, agency, decidedAt };
}

/** All of it stands or none: a check of the table sees to it. */
function overrideOf(row: ConsentRow): OverrideView | null {
  const { bases, labels, agencies, riskOfSharing, riskOfNotSharing, necessity, victimToldOn, victimNotTold, reviewOn } =
    row;
  if (!bases || !labels || !agencies || !riskOfSharing || !riskOfNotSharing || !necessity || !reviewOn) return null;
  return { bases, labels, agencies, riskOfSharing, riskOfNotSharing, necessity, victimToldOn, victimNotTold, reviewOn };
}
