/** A victim was not contacted in time, or no service has the case: ids breachId, clockId, caseId, maracId. */
export const CONTACT_BREACHED = 'support.contact-breached';
/** An attempt could not go on safely: ids contactId, caseId, maracId. */
export const CONTACT_UNSAFE = 'support.contact-unsafe';
/** An IDVA holds a case from now on: ids supporterId, userId, caseId, maracId. */
export const CASE_ALLOCATED = 'support.case-allocated';

/** Kind of the due row by which a clock is looked at; the subject is the clock. */
export const CONTACT_DUE = 'support.contact-due';
