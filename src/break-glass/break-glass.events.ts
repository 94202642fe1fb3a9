/** A case was opened in an emergency: ids breakGlassId, caseId, maracId, userId (who did). */
export const GLASS_BROKEN = 'break-glass.used';

/** Nobody has reviewed it in time: ids breakGlassId, caseId, maracId, userId. First for the chairs, then for the administrators. */
export const GLASS_UNREVIEWED = 'break-glass.unreviewed';

/** Kind of the due row behind a review. */
export const REVIEW_DUE = 'break-glass.review';
