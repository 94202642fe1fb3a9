/** The risk is to be thought about again, because of a date or a breach: ids reviewId, raisingId, caseId, maracId. */
export const RISK_REVIEW_RAISED = 'orders.risk-review-raised';
/** Nobody did in time: ids reviewId, caseId, maracId. */
export const RISK_REVIEW_OVERDUE = 'orders.risk-review-overdue';
/** It was, and the case is to be heard again: ids reviewId, caseId, maracId. */
export const REFERRED_BACK = 'orders.referred-back';

/** Kinds of due rows: a date of an order comes near (subject: the order); a review is not completed (subject: the review). */
export const ORDER_DATE = 'orders.date';
export const REVIEW_DUE = 'orders.review-due';
