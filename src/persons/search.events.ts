/** Somebody asked for an invented person: canaryId, its maracId, and the userId of who asked. */
export const CANARY_ASKED_FOR = 'persons.canary-asked-for';
