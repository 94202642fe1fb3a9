/** A case was opened in an emergency: ids breakGlassId, caseId, maracId, userId (who did). */
export const GLASS_BROKEN = 'break-glass.used';

/** Nobody has reviewed it in time: ids breakGlassId, caseId, maracId, userId, rungId: whom the rung tells. */
export const GLASS_UNREVIEWED = 'break-glass.unreviewed';

/** Kind of the due row behind a review. */
export const REVIEW_DUE = 'break-glass.review';
