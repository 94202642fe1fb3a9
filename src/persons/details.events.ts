/** Something became known of a person: ids detailId, caseId, maracId. */
export const PERSON_DESCRIBED = 'persons.described';
